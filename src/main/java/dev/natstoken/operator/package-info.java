/**
 * The program: {@code OperatorMain} and what it wires the packages below together with. Nothing
 * here decides, or is known to any of them.
 */
package dev.natstoken.operator;

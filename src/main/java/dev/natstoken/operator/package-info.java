/** The program: {@code OperatorMain} wires the packages below together and holds no logic. */
package dev.natstoken.operator;

package dev.natstoken.operator.nats.foreign;

import java.util.function.Function;

/** What the lexer of a nats.conf does next: the functions of {@code conf/lex.go}, in its order. */
@SuppressWarnings("ImmutableEnumChecker") // Each step is a method without a state.
enum ConfState {
  TOP(ConfKeys::lexTop),
  TOP_VALUE_END(ConfKeys::lexTopValueEnd),
  BLOCK_START(ConfKeys::lexBlockStart),
  BLOCK_VALUE_END(ConfKeys::lexBlockValueEnd),
  BLOCK_END(ConfKeys::lexBlockEnd),
  KEY_START(ConfKeys::lexKeyStart),
  DUB_QUOTED_KEY(ConfKeys::lexDubQuotedKey),
  QUOTED_KEY(ConfKeys::lexQuotedKey),
  INCLUDE_START(ConfKeys::lexIncludeStart),
  INCLUDE_QUOTED_STRING(ConfKeys::lexIncludeQuotedString),
  INCLUDE_DUB_QUOTED_STRING(ConfKeys::lexIncludeDubQuotedString),
  INCLUDE_STRING(ConfKeys::lexIncludeString),
  INCLUDE(ConfKeys::lexInclude),
  KEY(ConfKeys::lexKey),
  KEY_END(ConfKeys::lexKeyEnd),
  VALUE(ConfMaps::lexValue),
  ARRAY_VALUE(ConfMaps::lexArrayValue),
  ARRAY_VALUE_END(ConfMaps::lexArrayValueEnd),
  ARRAY_END(ConfMaps::lexArrayEnd),
  MAP_KEY_START(ConfMaps::lexMapKeyStart),
  MAP_QUOTED_KEY(ConfMaps::lexMapQuotedKey),
  MAP_DUB_QUOTED_KEY(ConfMaps::lexMapDubQuotedKey),
  MAP_KEY(ConfMaps::lexMapKey),
  MAP_KEY_END(ConfMaps::lexMapKeyEnd),
  MAP_VALUE(ConfMaps::lexMapValue),
  MAP_VALUE_END(ConfMaps::lexMapValueEnd),
  MAP_END(ConfMaps::lexMapEnd),
  QUOTED_STRING(ConfScalars::lexQuotedString),
  DUB_QUOTED_STRING(ConfScalars::lexDubQuotedString),
  STRING(ConfScalars::lexString),
  BLOCK(ConfScalars::lexBlock),
  STRING_ESCAPE(ConfScalars::lexStringEscape),
  STRING_BINARY(ConfScalars::lexStringBinary),
  NUMBER_START(ConfScalars::lexNumberOrDateOrStringOrIPStart),
  NUMBER(ConfScalars::lexNumberOrDateOrStringOrIP),
  CONVENIENT_NUMBER(ConfScalars::lexConvenientNumber),
  DATE_AFTER_YEAR(ConfScalars::lexDateAfterYear),
  NEG_NUMBER_START(ConfScalars::lexNegNumberStart),
  NEG_NUMBER(ConfScalars::lexNegNumber),
  FLOAT_START(ConfScalars::lexFloatStart),
  FLOAT(ConfScalars::lexFloat),
  IP_ADDR(ConfScalars::lexIPAddr),
  COMMENT_START(ConfScalars::lexCommentStart),
  COMMENT(ConfScalars::lexComment),
  /** The end of the text, where Go's functions return nil. */
  DONE(lx -> ConfLexer.errorf());

  private final Function<ConfLexer, ConfState> step;

  ConfState(Function<ConfLexer, ConfState> step) {
    this.step = step;
  }

  ConfState run(ConfLexer lx) {
    return step.apply(lx);
  }
}

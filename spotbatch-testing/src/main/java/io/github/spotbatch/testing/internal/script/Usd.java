package io.github.spotbatch.testing.internal.script;

import java.math.BigDecimal;

/** Amounts as tests write them. */
public final class Usd {

  private Usd() {}

  /**
   * Reads an amount.
   *
   * @throws NumberFormatException if it is no decimal number, with the text
   */
  public static BigDecimal of(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException unreadable) {
      // The JDK names one character of the text at most, and none of an empty one.
      throw new NumberFormatException("USD are written as 0.035, was '" + text + "'");
    }
  }
}

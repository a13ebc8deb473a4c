package io.github.spotbatch.examples;

import java.io.Console;

/** Whether somebody sits in front of this program. */
final class Terminal {

  private Terminal() {}

  /**
   * True if both input and output are a terminal. Since JDK 22 there is a console even where there
   * is no terminal.
   */
  static boolean present() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}

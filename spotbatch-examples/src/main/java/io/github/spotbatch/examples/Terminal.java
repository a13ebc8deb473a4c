package io.github.spotbatch.examples;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** Whether somebody sits in front of this program. */
final class Terminal {

  private Terminal() {}

  static boolean present() {
    return console() != null;
  }

  /** The console if both input and output are a terminal, else null. */
  static @Nullable Console console() {
    // Null before JDK 22; since then there is a console even where there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    Console console = System.console();
    return console != null && isTerminal(console) ? console : null;
  }

  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}

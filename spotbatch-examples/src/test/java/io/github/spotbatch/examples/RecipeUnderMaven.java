package io.github.spotbatch.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Runs the recipe inside Maven's own JVM, as {@code exec:java} does for a user, where the class
 * path is that of a class loader. The build fails if the recipe does.
 */
public final class RecipeUnderMaven {

  private RecipeUnderMaven() {}

  /**
   * Runs it.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    int code =
        RecipeExample.run(new PrintStream(told, true, StandardCharsets.UTF_8), "--seconds", "0.5");
    String output = told.toString(StandardCharsets.UTF_8);
    if (code != 0 || !output.contains("Nothing with the tag of stack")) {
      throw new IllegalStateException("the recipe ended with " + code + ":\n" + output);
    }
    System.out.println("The recipe ran inside Maven and left nothing behind.");
  }
}

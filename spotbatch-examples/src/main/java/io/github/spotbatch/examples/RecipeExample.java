package io.github.spotbatch.examples;

public final class RecipeExample {
  public static void main(String[] a) {
    System.out.println("hi " + RecipeExample.class.getClassLoader());
    System.exit(3);
  }
}

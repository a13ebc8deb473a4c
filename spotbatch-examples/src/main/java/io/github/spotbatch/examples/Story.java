package io.github.spotbatch.examples;

import java.io.PrintStream;
import java.util.List;

/** What the examples tell, line by line: headings, numbered steps and tables. */
final class Story {

  private final PrintStream out;

  Story(PrintStream out) {
    this.out = out;
  }

  void heading(String text) {
    out.println();
    out.println("== " + text + " ==");
  }

  /** A step of the recipe and what came of it. */
  void step(String number, String text) {
    out.printf("%5s  %s%n", number, text);
    out.flush();
  }

  /** More about the step before. */
  void detail(String text) {
    step("", text);
  }

  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Columns as wide as their widest cell. */
  void table(List<String> header, List<List<String>> rows) {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = header.get(column).length();
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    out.println();
    out.println(row(header, widths));
    out.println(row(rule(widths), widths));
    rows.forEach(cells -> out.println(row(cells, widths)));
    out.flush();
  }

  private static List<String> rule(int[] widths) {
    return java.util.Arrays.stream(widths).mapToObj("-"::repeat).toList();
  }

  private static String row(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int column = 0; column < widths.length; column++) {
      line.append(' ').append(cells.get(column));
      line.append(" ".repeat(widths[column] - cells.get(column).length() + 1));
    }
    return line.toString().stripTrailing();
  }
}

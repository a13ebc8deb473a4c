package io.github.spotbatch.testing.internal.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells in aligned columns, two spaces apart. */
final class TextTable {

  private final List<String[]> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * A table with a line of heads.
   *
   * @param heads of the columns; those that begin with {@code >} are aligned to the right
   */
  TextTable(String... heads) {
    this.right = new boolean[heads.length];
    String[] shown = new String[heads.length];
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      shown[i] = right[i] ? heads[i].substring(1) : heads[i];
    }
    rows.add(shown);
  }

  void add(Object... cells) {
    rows.add(Arrays.stream(cells).map(String::valueOf).toArray(String[]::new));
  }

  void writeTo(StringBuilder text) {
    int[] widths = new int[right.length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String padding = " ".repeat(widths[i] - row[i].length());
        line.append(right[i] ? padding + row[i] : row[i] + padding).append("  ");
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
  }
}

package io.github.spotbatch.testing.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the world's timeline tells: how each job went from state to state, and what the market did.
 *
 * @param moves of each job in order, by its name in the timeline
 * @param market what scripts and chance did to the market
 */
record Story(Map<String, List<Move>> moves, List<String> market, String text) {

  /**
   * From one state to the next.
   *
   * @param line which of the timeline's lines tells it
   */
  record Move(int line, String from, String to) {}

  private static final String GAP = "  ";
  private static final String NOTHING = "";

  static Story of(String timeline) {
    Map<String, List<Move>> moves = new HashMap<>();
    List<String> market = new ArrayList<>();
    int[] number = {0};
    timeline
        .lines()
        .skip(1)
        .forEach(
            line -> {
              String[] columns = columns(line);
              String change = columns[4];
              switch (columns[2]) {
                case "job" ->
                    addTo(
                        moves.computeIfAbsent(columns[3], it -> new ArrayList<>()),
                        number[0],
                        change);
                case "spot market" -> market.add(columns[3] + GAP + change);
                default -> {}
              }
              number[0]++;
            });
    return new Story(moves, market, timeline);
  }

  /** Time since the start, time, kind, name and change, with two blanks or more between them. */
  private static String[] columns(String line) {
    String[] columns = new String[5];
    Arrays.fill(columns, "");
    String rest = line.strip();
    for (int i = 0; i < columns.length; i++) {
      int end = i == columns.length - 1 ? -1 : rest.indexOf(GAP);
      columns[i] = end < 0 ? rest : rest.substring(0, end);
      rest = end < 0 ? "" : rest.substring(end).stripLeading();
    }
    return columns;
  }

  private static void addTo(List<Move> moves, int line, String change) {
    int arrow = change.indexOf(" -> ");
    if (change.startsWith("SUBMITTED to ")) {
      moves.add(new Move(line, NOTHING, "SUBMITTED"));
    } else if (arrow > 0) {
      String to = change.substring(arrow + 4);
      int colon = to.indexOf(':');
      moves.add(
          new Move(line, change.substring(0, arrow), colon < 0 ? to : to.substring(0, colon)));
    }
  }

  /** In which line a job first came to a state; the last line of all if it never did. */
  int firstLine(String key, String state) {
    return moves.getOrDefault(key, List.of()).stream()
        .filter(move -> move.to().equals(state))
        .mapToInt(Move::line)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }
}

package io.github.spotbatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of AWS that the fake keeps, with the tests that show them. */
final class RuleTable {

  /** How a rule stands. */
  enum State {
    HOLDS("holds"),
    CONFIGURABLE("configurable"),
    CHOSEN("chosen"),
    NOT_MODELLED("not modelled"),
    ADVICE("advice");

    private final String word;

    State(String word) {
      this.word = word;
    }

    static State of(String word) {
      return Stream.of(values()).filter(it -> it.word.equals(word)).findFirst().orElseThrow();
    }
  }

  /**
   * One rule.
   *
   * @param grade how well it is known: A seen on AWS, B documented, C reported, D inferred, - open
   * @param text in one sentence
   * @param note why it is not modelled, or where it is configured
   */
  record Line(String id, String grade, State state, String text, String note) {

    private static Line parse(String tabbed) {
      String[] field = tabbed.split("\t", -1);
      return new Line(field[0], field[1], State.of(field[2]), field[3], field[4]);
    }
  }

  private final List<Line> lines;
  private final Map<String, TreeSet<String>> tests;

  private RuleTable(List<Line> lines, Map<String, TreeSet<String>> tests) {
    this.lines = lines;
    this.tests = tests;
  }

  static RuleTable read() throws IOException {
    try (InputStream tsv =
        Objects.requireNonNull(RuleTable.class.getResourceAsStream("rules.tsv"))) {
      List<Line> lines =
          new String(tsv.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(Line::parse)
              .toList();
      return new RuleTable(lines, testsByRule());
    }
  }

  List<Line> lines() {
    return lines;
  }

  /** The tests that cite a rule, as class and method. */
  TreeSet<String> testsOf(String id) {
    return tests.getOrDefault(id, new TreeSet<>());
  }

  TreeSet<String> cited() {
    return new TreeSet<>(tests.keySet());
  }

  private static Map<String, TreeSet<String>> testsByRule() throws IOException {
    Map<String, TreeSet<String>> tests = new TreeMap<>();
    for (Class<?> type : testClasses()) {
      for (Method method : type.getDeclaredMethods()) {
        Rule rule = method.getAnnotation(Rule.class);
        if (rule != null) {
          for (String id : rule.value()) {
            tests.computeIfAbsent(id, key -> new TreeSet<>()).add(name(method));
          }
        }
      }
    }
    return tests;
  }

  private static String name(Method method) {
    String type = method.getDeclaringClass().getName();
    return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "." + method.getName();
  }

  private static List<Class<?>> testClasses() throws IOException {
    Path root = root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(file -> file.endsWith(".class"))
          .map(file -> file.substring(0, file.length() - 6).replace('/', '.').replace('\\', '.'))
          .filter(name -> name.contains("Test"))
          .<Class<?>>map(RuleTable::load)
          .collect(Collectors.toList());
    }
  }

  private static Path root() {
    try {
      return Path.of(RuleTable.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, RuleTable.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  /** As the module's documentation shows it. */
  String markdown() {
    StringBuilder text =
        new StringBuilder(
            """
            # The rules of AWS that the fake keeps

            Made from the tests, each of which names the rules that it shows; the build fails where
            the two differ. Grades: A was seen on AWS, B is documented by AWS, C is reported by
            others, D is inferred, - is open.

            """);
    Map<State, Long> counts =
        lines.stream()
            .collect(Collectors.groupingBy(Line::state, TreeMap::new, Collectors.counting()));
    text.append(
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey().word)
            .collect(Collectors.joining(", ", "Of " + lines.size() + " rules: ", ".\n")));
    section(text, State.HOLDS, "Holds", "What the fake does as AWS does, and where that is shown.");
    section(
        text,
        State.CONFIGURABLE,
        "Configurable",
        "AWS has not said, so a test may choose, by what the last column names.");
    section(
        text,
        State.CHOSEN,
        "Chosen",
        "AWS has not said, or its answer is approximated; the fake does as the rule says here.");
    section(text, State.NOT_MODELLED, "Not modelled", "What the fake leaves out, and why.");
    section(text, State.ADVICE, "Advice", "Rules for callers, which a fake cannot keep or break.");
    return text.toString();
  }

  private void section(StringBuilder text, State state, String title, String what) {
    String last = state == State.HOLDS ? "shown by" : "remark";
    text.append("\n## %s\n\n%s\n\n".formatted(title, what));
    text.append(
        "| rule | grade | what it says | %s |\n| --- | --- | --- | --- |\n".formatted(last));
    lines.stream()
        .filter(line -> line.state() == state)
        .forEach(
            line ->
                text.append(
                    "| %s | %s | %s | %s |\n"
                        .formatted(line.id(), line.grade(), line.text(), remark(line))));
  }

  private String remark(Line line) {
    return Stream.concat(
            line.note().isEmpty() ? Stream.empty() : Stream.of(line.note()),
            testsOf(line.id()).stream().map("`%s`"::formatted))
        .collect(Collectors.joining("<br>"));
  }
}

package io.github.spotbatch.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The environment variables in which inputs travel. */
final class InputVariables {

  static final String PREFIX = "SPOTBATCH_INPUT";

  private static final String LINES = "SPOTBATCH_INPUTS";
  private static final String FROM = "SPOTBATCH_INPUT_FROM";
  private static final String STEP = "SPOTBATCH_INPUT_STEP";
  private static final String TEMPLATE = "SPOTBATCH_INPUT_TEMPLATE";
  private static final String COUNT = "SPOTBATCH_INPUT_COUNT";
  private static final String FIRST = "SPOTBATCH_INPUT_FIRST";
  private static final String INDICES = "SPOTBATCH_INPUT_INDICES";

  private final Map<String, String> environment;
  private final int arraySize;
  private final Problems problems = Problems.in("environment");

  private InputVariables(Map<String, String> environment, int arraySize) {
    this.environment = environment;
    this.arraySize = arraySize;
  }

  static Map<String, String> of(ArrayInputs inputs) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put(COUNT, Integer.toString(inputs.total()));
    inputs
        .indices()
        .ifPresentOrElse(
            all -> variables.put(INDICES, PackedLines.pack(all.stream().map(String::valueOf))),
            () -> variables.put(FIRST, Integer.toString(inputs.index(0))));
    if (inputs.values() instanceof InputValues.Ranged range && isAscii(range)) {
      variables.put(FROM, Long.toString(range.from()));
      variables.put(STEP, Long.toString(range.step()));
      range.template().ifPresent(template -> variables.put(TEMPLATE, template));
    } else {
      Stream<String> lines = IntStream.range(0, inputs.size()).mapToObj(inputs::input);
      variables.put(LINES, PackedLines.pack(lines));
    }
    return variables;
  }

  /** What a container makes of other characters in a variable depends on its locale. */
  private static boolean isAscii(InputValues.Ranged range) {
    return range.template().orElse("").chars().allMatch(c -> c < 128);
  }

  static Optional<ArrayInputs> read(Map<String, String> environment, int arraySize) {
    return environment.containsKey(COUNT)
        ? Optional.of(new InputVariables(environment, arraySize).read())
        : Optional.empty();
  }

  private ArrayInputs read() {
    int count = (int) number(COUNT, 1, Integer.MAX_VALUE);
    List<Integer> indices = environment.containsKey(INDICES) ? indices() : null;
    int first = indices == null ? (int) number(FIRST, 0, Integer.MAX_VALUE) : 0;
    InputValues values = environment.containsKey(LINES) ? listed() : ranged();
    problems.throwIfAny();
    requireFit(LINES, values.size());
    requireFit(INDICES, indices == null ? arraySize : indices.size());
    boolean within =
        indices == null
            ? (long) first + arraySize <= count
            : indices.stream().allMatch(index -> index >= 0 && index < count);
    problems.require(within, COUNT, count, "must be above the place of every input of this array");
    problems.throwIfAny();
    return new ArrayInputs(values, count, first, indices);
  }

  private void requireFit(String variable, int size) {
    problems.require(
        size == arraySize,
        variable,
        size + " lines",
        "must be as many as the array has children: " + arraySize);
  }

  private InputValues listed() {
    return new InputValues.Listed(lines(LINES));
  }

  private InputValues ranged() {
    Optional<String> template = Optional.ofNullable(environment.get(TEMPLATE));
    return new InputValues.Ranged(
        number(FROM, Long.MIN_VALUE, Long.MAX_VALUE),
        number(STEP, Long.MIN_VALUE, Long.MAX_VALUE),
        template,
        arraySize);
  }

  private List<Integer> indices() {
    List<String> lines = lines(INDICES);
    try {
      return lines.stream().map(Integer::valueOf).toList();
    } catch (NumberFormatException e) {
      problems.add(INDICES, e.getMessage(), "must be packed lines of numbers");
      return List.of();
    }
  }

  private List<String> lines(String variable) {
    try {
      return PackedLines.unpack(environment.getOrDefault(variable, ""));
    } catch (IllegalArgumentException e) {
      problems.add(variable, e.getMessage(), "must be the base64 text of gzipped lines");
      return List.of();
    }
  }

  private long number(String variable, long lowest, long highest) {
    @Nullable String text = environment.get(variable);
    if (text == null) {
      problems.missing(variable, "must be set beside " + COUNT);
      return lowest;
    }
    try {
      long number = Long.parseLong(text);
      boolean within = number >= lowest && number <= highest;
      problems.require(within, variable, text, "must be from " + lowest + " to " + highest);
      return number;
    } catch (NumberFormatException e) {
      problems.add(variable, text, "must be a whole number");
      return lowest;
    }
  }
}

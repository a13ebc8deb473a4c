package io.github.spotbatch.spec;

import java.math.BigInteger;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** What is asked of the inputs of an array. */
final class InputChecks {

  private static final String KIND = "arrayInputs";
  private static final int PROBLEMS_SHOWN = 20;

  private static final Pattern ONE_NUMBER =
      Pattern.compile("([^%\n]|%%)*+%(0?[1-9][0-9]?)?d([^%\n]|%%)*+");

  private InputChecks() {}

  /** How many numbers there are. */
  static int sizeOfRange(long from, long toExclusive, long step) {
    Problems problems = Problems.in(KIND);
    problems.require(step != 0, "step", step, "must not be 0");
    problems.throwIfAny();
    BigInteger distance = BigInteger.valueOf(toExclusive).subtract(BigInteger.valueOf(from));
    BigInteger away = BigInteger.valueOf(step);
    BigInteger beforeTheEnd = distance.subtract(BigInteger.valueOf(Long.signum(step)));
    boolean some = distance.signum() == away.signum();
    BigInteger size = some ? beforeTheEnd.divide(away).add(BigInteger.ONE) : BigInteger.ZERO;
    String range = "from %d to %d by %d".formatted(from, toExclusive, step);
    problems.require(some, "range", range, "must have at least one number");
    problems.require(
        size.bitLength() < Integer.SIZE,
        "range",
        range,
        "must have at most " + Integer.MAX_VALUE + " numbers");
    problems.throwIfAny();
    return size.intValueExact();
  }

  static InputValues.Ranged rangeOfTemplate(String template, InputValues values) {
    Problems problems = Problems.in(KIND);
    problems.require(
        ONE_NUMBER.matcher(template).matches(),
        "template",
        template,
        "must have one %d, or %05d for five digits, %% for a percent sign, and no line break");
    boolean range = values instanceof InputValues.Ranged numbers && numbers.template().isEmpty();
    problems.require(range, "range", "(other inputs)", "must be made by ArrayInputs.range");
    problems.throwIfAny();
    return (InputValues.Ranged) values;
  }

  static void checkLines(List<String> inputs) {
    Problems problems = Problems.in(KIND);
    if (inputs.isEmpty()) {
      problems.missing("inputs", "must be at least one");
    }
    CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
    int found = 0;
    for (int i = 0; i < inputs.size() && found < PROBLEMS_SHOWN; i++) {
      String input = inputs.get(i);
      String attribute = "inputs[" + i + "]";
      boolean oneLine = input.indexOf('\n') < 0;
      boolean text = utf8.canEncode(input);
      problems.require(
          oneLine, attribute, input, "must have no line break; write it otherwise, such as JSON");
      problems.require(text, attribute, input, "must be text that UTF-8 can hold");
      found += oneLine && text ? 0 : 1;
    }
    problems.throwIfAny();
  }

  static void checkSome(Collection<Integer> positions) {
    Problems problems = Problems.in(KIND);
    if (positions.isEmpty()) {
      problems.missing("positions", "must be at least one");
    }
    problems.throwIfAny();
  }
}

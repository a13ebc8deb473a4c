package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayInputsTest {

  private static final JobRequest REQUEST = JobRequest.builder("render").jobName("frames").build();

  @Nested
  class Values {

    @ParameterizedTest
    @CsvSource({
      "0, 4, 1, '0 1 2 3'",
      "1, 10, 4, '1 5 9'",
      "1, 9, 4, '1 5'",
      "3, 0, -1, '3 2 1'",
      "9223372036854775806, 9223372036854775807, 1, '9223372036854775806'"
    })
    void range_bounds_haveTheNumbersBetween(long from, long to, long step, String numbers) {
      assertThat(String.join(" ", all(ArrayInputs.range(from, to, step)))).isEqualTo(numbers);
    }

    @Test
    void template_ofARange_hasTheNumbersPutIn() {
      ArrayInputs inputs = ArrayInputs.template("50%%/%05d.exr", ArrayInputs.range(8, 12, 2));

      assertThat(all(inputs)).containsExactly("50%/00008.exr", "50%/00010.exr");
    }

    @Test
    void only_someOfThem_keepTheirPlaces() {
      ArrayInputs some = ArrayInputs.range(100, 200).only(List.of(7, 3)).only(List.of(1));

      assertThat(all(some)).containsExactly("103");
      assertThat(some.index(0)).isEqualTo(3);
      assertThat(some.total()).isEqualTo(100);
      assertThat(some).hasToString("1 of 100 input");
    }

    @Test
    void input_beyondTheLast_isRefused() {
      assertThatThrownBy(() -> ArrayInputs.range(0, 3).input(3))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Nested
  class Refusals {

    @Test
    void factories_badInputs_areRefusedWithTheFix() {
      refused(() -> ArrayInputs.of(), "must be at least one, was (none)");
      refused(() -> ArrayInputs.of("a", "b\nc"), "inputs[1]: must have no line break");
      refused(() -> ArrayInputs.of("\ud800"), "inputs[0]: must be text that UTF-8 can hold");
      refused(() -> ArrayInputs.range(3, 3), "must have at least one number, was from 3 to 3 by 1");
      refused(() -> ArrayInputs.range(0, 3, 0), "step: must not be 0");
      refused(() -> ArrayInputs.range(Long.MIN_VALUE, Long.MAX_VALUE), "must have at most");
      refused(() -> ArrayInputs.range(0, 3).only(List.of()), "positions: must be at least one");
      refused(
          () -> ArrayInputs.template("x%d", ArrayInputs.of("a")), "must be made by ArrayInputs.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "%d%d", "%s", "%d%n", "%-5d", "100%", "%000d", "a\nb%d"})
    void template_withoutExactlyOneNumber_isRefused(String template) {
      refused(
          () -> ArrayInputs.template(template, ArrayInputs.range(0, 3)), "must have one %d, or");
    }

    @Test
    void arrays_requestThatSaysItToo_isRefused() {
      JobRequest request =
          REQUEST.toBuilder().arraySize(5).putEnvironment("SPOTBATCH_INPUTS", "x").build();

      assertThat(problemsOf(() -> ArrayInputs.range(0, 6).arrays(request)).problems()).hasSize(2);
    }

    @Test
    void arrays_dependOnSingleChildrenAndAreSeveral_areRefused() {
      JobRequest request =
          REQUEST.toBuilder().arraySize(300).dependencies(JobDependency.nToN("a")).build();

      assertThat(ArrayInputs.range(0, 300).arrays(request)).hasSize(1);
      refused(
          () -> ArrayInputs.of(randomTexts(300, 60)).arrays(request),
          "must not be of single children where the inputs need");
    }

    @Test
    void arrays_noRoomForTwoInputs_isRefused() {
      List<String> long2 = randomTexts(2, 4_000);

      refused(() -> ArrayInputs.of(long2).arrays(REQUEST), "must leave room for the inputs of two");
    }

    private static void refused(ThrowingCallable build, String text) {
      assertThat(problemsOf(build)).hasMessageContaining(text);
    }
  }

  @Nested
  class Splits {

    @ParameterizedTest
    @CsvSource({
      "1, 1",
      "2, 2",
      "10000, 10000",
      "10001, 5000 5001",
      "20001, 6667 6667 6667",
      "20002, 6667 6667 6668"
    })
    void arrays_ofARange_areAsFewAsPossibleAndBalanced(int count, String sizes) {
      List<InputArray> arrays = ArrayInputs.range(0, count).arrays(REQUEST);

      assertThat(sizes(arrays)).isEqualTo(sizes);
      assertThat(everyInput(arrays)).isEqualTo(all(ArrayInputs.range(0, count)));
      assertThat(arrays.get(0).request().arraySize().isPresent()).isEqualTo(count > 1);
    }

    @Test
    void arrays_ofARange_carryFewSmallVariables() {
      ArrayInputs inputs = ArrayInputs.template("f/%d", ArrayInputs.range(0, 30_000, 3));

      assertThat(inputs.arrays(REQUEST).get(0).request().environment())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "SPOTBATCH_INPUT_COUNT", "10000",
                  "SPOTBATCH_INPUT_FIRST", "0",
                  "SPOTBATCH_INPUT_FROM", "0",
                  "SPOTBATCH_INPUT_STEP", "3",
                  "SPOTBATCH_INPUT_TEMPLATE", "f/%d"));
    }

    /** Such texts need 3 bytes each however they are packed, so the split is known roughly. */
    @Test
    void arrays_ofAMapThatIsTooLarge_areAsManyAsItNeeds() {
      ArrayInputs inputs = ArrayInputs.of(randomTexts(3_001, 20));

      List<InputArray> arrays = inputs.arrays(REQUEST);

      assertThat(arrays).hasSizeBetween(8, 14);
      assertThat(arrays.stream().mapToInt(array -> array.inputs().size()))
          .allMatch(size -> Math.abs(size - 3_001 / arrays.size()) <= 1);
      assertThat(arrays).allMatch(array -> OverrideSize.of(array.request()) <= 8192 - 1024);
      assertThat(everyInput(arrays)).isEqualTo(all(inputs));
    }

    @Test
    void arrays_requestWithOverridesOfItsOwn_leavesThemRoom() {
      ArrayInputs inputs = ArrayInputs.of(randomTexts(300, 20));
      JobRequest large = REQUEST.toBuilder().putEnvironment("A", "x".repeat(5_000)).build();

      assertThat(inputs.arrays(large).size()).isGreaterThan(inputs.arrays(REQUEST).size());
    }

    @Test
    void arrays_ofSomeOfAList_carryTheirPlaces() {
      ArrayInputs some = ArrayInputs.range(1_000, 2_000).only(List.of(999, 5));

      assertThat(everyInput(some.arrays(REQUEST))).containsExactly("1999", "1005");
      assertThat(carried(some.arrays(REQUEST).get(0))).isEqualTo(some);
    }

    @Test
    void toString_ofEach_saysWhatItIs() {
      assertThat(ArrayInputs.of("a", "b", "c").arrays(REQUEST)).hasToString("[array of 3 inputs]");
    }
  }

  @Test
  void fromEnvironment_oddTexts_areWhatTheyWere() {
    ArrayInputs inputs = ArrayInputs.of("", " a\rb ", "ä€😀", "", "$x \"q\" \\", "");

    assertThat(carried(inputs.arrays(REQUEST).get(0))).isEqualTo(inputs);
    assertThat(carried(ArrayInputs.of("").arrays(REQUEST).get(0))).isEqualTo(ArrayInputs.of(""));
    assertThat(ArrayInputs.fromEnvironment(Map.of("A", "b"), 5)).isEmpty();
  }

  @Test
  void fromEnvironment_templateThatNotEveryLocaleCanRead_isWhatItWas() {
    ArrayInputs inputs = ArrayInputs.template("höhe-%d", ArrayInputs.range(0, 3));

    assertThat(all(carried(inputs.arrays(REQUEST).get(0)))).isEqualTo(all(inputs));
    assertThat(inputs.arrays(REQUEST).get(0).request().environment().toString())
        .matches("\\p{ASCII}*");
  }

  /** What each child of each array gets, in order. */
  private static List<String> everyInput(List<InputArray> arrays) {
    List<String> inputs = new ArrayList<>();
    arrays.forEach(array -> inputs.addAll(all(carried(array))));
    return inputs;
  }

  private static ArrayInputs carried(InputArray array) {
    JobRequest request = array.request();
    return ArrayInputs.fromEnvironment(request.environment(), request.arraySize().orElse(1))
        .orElseThrow();
  }

  private static String sizes(List<InputArray> arrays) {
    return arrays.stream()
        .map(array -> Integer.toString(array.inputs().size()))
        .collect(Collectors.joining(" "));
  }

  private static List<String> all(ArrayInputs inputs) {
    return IntStream.range(0, inputs.size()).mapToObj(inputs::input).toList();
  }

  /** Texts that cannot be compressed much. */
  private static List<String> randomTexts(int count, int length) {
    Random random = new Random(7);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                random
                    .ints(length, 33, 127)
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString())
        .toList();
  }
}

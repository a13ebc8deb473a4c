package io.github.spotbatch.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.InputArray;
import io.github.spotbatch.spec.JobRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobInputTest {

  @Test
  void of_childOfTheSecondArray_hasItsPlaceInTheWholeList() {
    List<InputArray> arrays = arrays(ArrayInputs.range(100, 20_100, 1));

    JobInput input = JobInput.of(child(arrays.get(1), 5));

    assertThat(arrays).hasSize(2);
    assertThat(input.index()).isEqualTo(10_005);
    assertThat(input.count()).isEqualTo(20_000);
    assertThat(input.value()).isEqualTo("10105");
    assertThat(input).hasToString("input 10006 of 20000: 10105");
  }

  @Test
  void of_plainJobOfOneInput_hasIt() {
    InputArray job = arrays(ArrayInputs.of("only")).get(0);
    Map<String, String> environment = new HashMap<>(job.request().environment());
    environment.put("AWS_BATCH_JOB_ID", "id");

    assertThat(JobInput.of(environment)).hasToString("input 1 of 1: only");
  }

  @Test
  void of_inputRunAgain_keepsItsPlace() {
    ArrayInputs some = ArrayInputs.of("a", "b", "c", "d").only(List.of(1, 3));

    assertThat(JobInput.of(child(arrays(some).get(0), 1))).hasToString("input 4 of 4: d");
  }

  @Test
  void current_outsideOfAJob_saysSo() {
    assertThatThrownBy(JobInput::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_BATCH_JOB_ID is not set");
  }

  @Test
  void of_variablesThatDoNotFit_sayWhichOne() {
    refused("job-1 was submitted without inputs", "SPOTBATCH_INPUT_COUNT", null);
    refused("AWS_BATCH_JOB_ARRAY_SIZE must be a number", "AWS_BATCH_JOB_ARRAY_SIZE", null);
    refused("must be as many as the array has children: 3", "AWS_BATCH_JOB_ARRAY_SIZE", "3");
    refused("must be below AWS_BATCH_JOB_ARRAY_SIZE, 2, was 2", "AWS_BATCH_JOB_ARRAY_INDEX", "2");
    refused("SPOTBATCH_INPUTS: must be the base64 text", "SPOTBATCH_INPUTS", "%");
    refused("SPOTBATCH_INPUTS: must be the base64 text", "SPOTBATCH_INPUTS", "aGFsbG8=");
    refused("SPOTBATCH_INPUT_FIRST: must be set", "SPOTBATCH_INPUT_FIRST", null);
    refused("SPOTBATCH_INPUT_FROM: must be set", "SPOTBATCH_INPUTS", null);
    refused("SPOTBATCH_INPUT_COUNT: must be a whole number", "SPOTBATCH_INPUT_COUNT", "x");
    refused("SPOTBATCH_INPUT_COUNT: must be above the place", "SPOTBATCH_INPUT_COUNT", "1");
  }

  private static void refused(String text, String variable, String value) {
    Map<String, String> environment = child(arrays(ArrayInputs.of("a", "b")).get(0), 0);
    if (value == null) {
      environment.remove(variable);
    } else {
      environment.put(variable, value);
    }
    assertThatThrownBy(() -> JobInput.of(environment))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(text);
  }

  private static List<InputArray> arrays(ArrayInputs inputs) {
    return inputs.arrays(JobRequest.builder("render").build());
  }

  private static Map<String, String> child(InputArray array, int index) {
    Map<String, String> environment = new HashMap<>(array.request().environment());
    environment.put("AWS_BATCH_JOB_ID", "job-1");
    environment.put("AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(index));
    environment.put("AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(array.inputs().size()));
    return environment;
  }
}

package io.github.spotbatch.spec;

import static io.github.spotbatch.spec.Refused.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.spec.InvalidSpecException.Problem;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobPipelineTest {
  private static final String PATH = "jobPipeline[nightly].";
  private static final JobRequest ONE = JobRequest.builder("work").build();
  private static final JobRequest ARRAY = JobRequest.builder("work").arraySize(10).build();

  private static JobPipeline.Builder pipeline() {
    return JobPipeline.builder("nightly");
  }

  @Test
  void build_stepsInAnyOrder_areTaken() {
    JobPipeline pipeline =
        pipeline()
            .step("join", ONE, "render", "split")
            .step(PipelineStep.builder("check", ARRAY).nToN("render").queue("others").build())
            .step("render", ARRAY, "split")
            .step("split", ONE)
            .build();

    assertThat(pipeline.steps())
        .extracting(PipelineStep::name, PipelineStep::after, PipelineStep::nToN)
        .containsExactly(
            tuple("join", List.of("render", "split"), List.of()),
            tuple("check", List.of(), List.of("render")),
            tuple("render", List.of("split"), List.of()),
            tuple("split", List.of(), List.of()));
  }

  @Test
  void build_arraysOfDifferentSizesChildByChild_areLeftToAws() {
    JobRequest smaller = ARRAY.toBuilder().arraySize(5).build();

    assertThat(
            pipeline()
                .step("a", ARRAY)
                .step(PipelineStep.builder("b", smaller).nToN("a").build())
                .build()
                .steps())
        .hasSize(2);
  }

  @Test
  void build_chainOfThousands_isTaken() {
    JobPipeline.Builder pipeline = pipeline().step("s0", ONE);
    IntStream.range(1, 2_000).forEach(i -> pipeline.step("s" + i, ONE, "s" + (i - 1)));

    assertThat(pipeline.build().steps()).hasSize(2_000);
  }

  static Stream<Refused> refusals() {
    String[] many = IntStream.range(0, 21).mapToObj(i -> "s" + i).toArray(String[]::new);
    JobPipeline.Builder large = pipeline();
    Stream.of(many).forEach(name -> large.step(name, ONE));
    return Stream.of(
        refused(
            "empty",
            () -> pipeline().build(),
            PATH + "steps",
            "(none)",
            "must have at least one step"),
        refused(
            "itself",
            () -> pipeline().step("a", ONE, "a").build(),
            PATH + "steps",
            "a -> a",
            "must not wait for one another in a circle; take one of these needs away"),
        refused(
            "cycle",
            () ->
                pipeline()
                    .step("z", ONE, "a")
                    .step("a", ONE, "b")
                    .step("b", ONE, "c")
                    .step("c", ONE, "start", "a")
                    .step("start", ONE)
                    .build(),
            PATH + "steps",
            "a -> b -> c -> a",
            "must not wait for one another in a circle; take one of these needs away"),
        refused(
            "unknown",
            () -> pipeline().step("render", ARRAY).step("join", ONE, "rendr").build(),
            PATH + "step[join].after[0]",
            "rendr",
            "must be the name of a step; the nearest is render"),
        refused(
            "twice",
            () -> pipeline().step("a", ONE).step("a", ONE).build(),
            PATH + "steps[1]",
            "a",
            "must not be given twice"),
        refused(
            "JOB-1",
            () -> pipeline().step("a b", ONE).build(),
            PATH + "step[a b].name",
            "a b",
            "must be 1 to 128 letters, digits, - and _, not - or _ first"),
        refused(
            "JOB-6",
            () -> large.step("last", ONE, many).build(),
            PATH + "step[last].after",
            "21 jobs",
            "must be at most 20; chain the others behind these"),
        refused(
            "JOB-7",
            () ->
                pipeline()
                    .step("a", ONE)
                    .step(PipelineStep.builder("b", ARRAY).nToN("a").build())
                    .build(),
            PATH + "step[b].nToN",
            "a",
            "must be between array jobs; give an arraySize"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void build_oneRuleBroken_isTheOnlyProblem(Refused refused) {
    refused.verify();
  }

  @Test
  void build_manyRulesBroken_reportsAllAtOnce() {
    InvalidSpecException refusal =
        Refused.problemsOf(
            () ->
                pipeline()
                    .step("a", ONE, "b")
                    .step("b", ONE, "a", "d")
                    .step("x", ONE, "y")
                    .step(PipelineStep.builder("y", ONE).nToN("x").queue(" ").build())
                    .build());

    assertThat(refusal.problems())
        .extracting(Problem::path, Problem::value)
        .containsExactlyInAnyOrder(
            tuple(PATH + "step[b].after[1]", "d"),
            tuple(PATH + "step[y].queue", " "),
            tuple(PATH + "step[y].nToN", "y"),
            tuple(PATH + "step[y].nToN", "x"),
            tuple(PATH + "steps", "a -> b -> a"),
            tuple(PATH + "steps", "x -> y -> x"));
  }
}

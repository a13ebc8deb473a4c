package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.Invariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policies in {@code docs/} are just what callers need. They are written from what the calls of
 * all kinds of work need, by {@code -Dgolden.update=true}.
 */
class CallerPolicyTest {

  private static final Path DOCS = Path.of("../docs");
  private static final String EVERYTHING =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";

  /** What IAM allows of a managed policy, not counting white space. */
  private static final int LARGEST = 6_144;

  @TempDir private static Path folder;

  /** The kinds of work by the file that is for them, and what each of them needs. */
  private static final Map<String, Map<CallerShape, List<String>>> NEEDED = new LinkedHashMap<>();

  @BeforeAll
  static void record() throws Exception {
    NEEDED.put(CallerPolicies.FOR_STACKS, needed(CallerShapes.stacks(folder)));
    NEEDED.put(CallerPolicies.FOR_JOBS, needed(CallerShapes.jobs()));
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(DOCS);
      for (String file : NEEDED.keySet()) {
        Files.writeString(DOCS.resolve(file), CallerPolicies.of(file, actions(file)));
      }
    }
  }

  private static Map<CallerShape, List<String>> needed(List<CallerShape> shapes) throws Exception {
    Map<CallerShape, List<String>> needed = new LinkedHashMap<>();
    for (CallerShape shape : shapes) {
      try (FakeStack world = shape.run(EVERYTHING)) {
        needed.put(shape, world.aws.journal().actions());
      }
    }
    return needed;
  }

  private static Set<String> actions(String file) {
    Set<String> actions = new TreeSet<>();
    NEEDED.get(file).values().forEach(actions::addAll);
    return actions;
  }

  @Test
  void files_areThePoliciesOfWhatIsNeeded() throws IOException {
    for (String file : NEEDED.keySet()) {
      Path path = DOCS.resolve(file);
      String policy = CallerPolicies.of(file, actions(file));
      assertThat(policy)
          .as("rewritten by -Dgolden.update=true")
          .isEqualTo(Files.readString(path).replace("\r\n", "\n"));
      assertThat(policy.replaceAll("\\s", "").length()).isLessThanOrEqualTo(LARGEST);
    }
  }

  @Test
  void everyActionThatIsNeeded_isKnown_andNoOther() {
    for (String file : NEEDED.keySet()) {
      assertThat(CallerPolicies.known(file)).as(file).containsExactlyElementsOf(actions(file));
    }
  }

  @TestFactory
  Stream<DynamicTest> everythingIsDone_withWhatTheFileAllows() {
    return NEEDED.entrySet().stream()
        .flatMap(
            file ->
                file.getValue().keySet().stream()
                    .map(
                        shape ->
                            DynamicTest.dynamicTest(
                                shape + " by " + file.getKey(),
                                () -> allows(file.getKey(), shape))));
  }

  private static void allows(String file, CallerShape shape) throws Exception {
    try (FakeStack world = shape.run(Files.readString(DOCS.resolve(file)))) {
      world.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
      assertThat(world.aws.journal().refused())
          .noneMatch(call -> call.toString().contains(" is not authorized to perform: "));
    }
  }

  @TestFactory
  Stream<DynamicTest> somethingFails_withoutAnyOneAction() {
    List<DynamicTest> tests = new ArrayList<>();
    NEEDED.forEach(
        (file, shapes) -> {
          for (String action : actions(file)) {
            tests.add(
                DynamicTest.dynamicTest(
                    action + " of " + file, () -> isMissed(action, file, shapes)));
          }
        });
    return tests.stream();
  }

  private static void isMissed(String action, String file, Map<CallerShape, List<String>> shapes) {
    CallerShape quickest =
        shapes.entrySet().stream()
            .filter(shape -> shape.getValue().contains(action))
            .findFirst()
            .orElseThrow()
            .getKey();
    List<String> others = actions(file).stream().filter(it -> !it.equals(action)).toList();

    String failure = failure(quickest, CallerPolicies.of(file, others));
    if (action.equals("ecr:BatchCheckLayerAvailability")) {
      // It is asked for by a HEAD, whose refusal has no text.
      assertThat(failure).contains(" refused the look-up of layer files of demo-images (403)");
    } else {
      assertThat(failure).contains(" is not authorized to perform: " + action + " ");
    }
  }

  private static String failure(CallerShape shape, String policy) {
    try (FakeStack done = shape.run(policy)) {
      return "nothing failed of " + done.aws.journal();
    } catch (Exception | AssertionError e) {
      StringBuilder text = new StringBuilder();
      for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
        text.append(cause.getMessage()).append('\n');
      }
      return text.toString();
    }
  }
}

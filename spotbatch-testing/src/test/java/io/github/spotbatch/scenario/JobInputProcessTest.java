package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spotbatch.job.ArraySubmission;
import io.github.spotbatch.job.FailedInput;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.LogLine;
import io.github.spotbatch.runtime.JobInput;
import io.github.spotbatch.spec.ArrayInputs;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.LocalCommand;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs that are really executed find their inputs. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JobInputProcessTest {

  private static final Duration LONG = Duration.ofHours(48);

  private FakeAws aws;

  @BeforeEach
  void open() throws Exception {
    aws = FakeAws.builder().speed(600).build();
    HandMadeQueue.make(aws);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /** Nothing but spotbatch's own classes is on its class path. */
  @Test
  void javaMain_ofAnArraysChild_readsItsInput() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = home(JobInput.class) + File.pathSeparator + home(PrintInput.class);
    aws.jobs()
        .named("*")
        .runs(
            LocalCommand.of(
                java, "-XX:TieredStopAtLevel=1", "-cp", classes, PrintInput.class.getName()));

    ArraySubmission submission = submit(ArrayInputs.of("broken", "höhe \"2\""));
    submission.await(LONG);

    assertThat(lines(submission, 0)).containsExactly("0/2 broken");
    assertThat(lines(submission, 1)).containsExactly("1/2 höhe \"2\"");
    assertThat(submission.failed()).extracting(FailedInput::input).containsExactly("broken");
  }

  /** The lines of the class's documentation. */
  @Test
  void shell_ofAnArraysChild_readsItsInput() {
    for (String tool : List.of("sh", "base64", "gunzip", "sed")) {
      assumeTrue(onPath(tool), tool + " is not on PATH");
    }
    String script =
        """
        if [ -n "$SPOTBATCH_INPUTS" ]; then
          echo "$SPOTBATCH_INPUTS" | base64 -d | gunzip | sed -n "$((AWS_BATCH_JOB_ARRAY_INDEX + 1))p"
        else
          printf "${SPOTBATCH_INPUT_TEMPLATE:-%d}\\n" \\
            $((SPOTBATCH_INPUT_FROM + SPOTBATCH_INPUT_STEP * AWS_BATCH_JOB_ARRAY_INDEX))
        fi
        """;
    aws.jobs().named("*").runs(LocalCommand.of("sh", "-c", script));
    ArrayInputs frames = ArrayInputs.template("f/%03d.exr", ArrayInputs.range(7, 13, 2));

    ArraySubmission list = submit(ArrayInputs.of("a b", "c $d"));
    ArraySubmission template = submit(frames);
    ArraySubmission some = submit(frames.only(List.of(2, 0)));
    ArraySubmission one = submit(ArrayInputs.of("only"));
    ArraySubmission range = submit(ArrayInputs.range(3, 1, -1));

    assertThat(allLines(list)).containsExactly("a b", "c $d");
    assertThat(allLines(template)).containsExactly("f/007.exr", "f/009.exr", "f/011.exr");
    assertThat(allLines(some)).containsExactly("f/011.exr", "f/007.exr");
    assertThat(allLines(one)).containsExactly("only");
    assertThat(allLines(range)).containsExactly("3", "2");
  }

  private ArraySubmission submit(ArrayInputs inputs) {
    return aws.spotBatch()
        .queue(HandMadeQueue.QUEUE)
        .submitArray(JobRequest.builder(HandMadeQueue.DEFINITION).build(), inputs);
  }

  private List<String> allLines(ArraySubmission submission) {
    submission.await(LONG);
    return IntStream.range(0, submission.inputs().size())
        .mapToObj(i -> lines(submission, i))
        .flatMap(List::stream)
        .toList();
  }

  private List<String> lines(ArraySubmission submission, int index) {
    JobHandle job = submission.arrays().get(0);
    String child = submission.inputs().size() == 1 ? "" : ":" + index;
    return aws.spotBatch().job(job.id() + child).logs().stream().map(LogLine::message).toList();
  }

  private static Path home(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static boolean onPath(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
  }
}

package io.github.spotbatch.examples;

import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.BulkSubmission;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobQueue;
import io.github.spotbatch.job.JobResult;
import io.github.spotbatch.job.SubmissionKey;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.SpotComputeEnvironment;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/**
 * A program crashes in the middle of a bulk submission, and a second one finishes it: no job is
 * lost, and none runs twice. Both are JVMs of their own, which talk to an AWS that this program
 * serves.
 */
public final class ResumedSubmission {

  private static final int JOBS = 120;
  private static final int TAKEN_BEFORE_THE_CRASH = 100;
  private static final int CRASH = 3;
  private static final Duration LONG = Duration.ofHours(10);

  private static final StackSpec STACK =
      StackSpec.builder("nightly")
          .computeEnvironment(SpotComputeEnvironment.builder("spot").maxVcpus(256).build())
          .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("spot").build())
          .jobDefinition(
              JobDefinitionSpec.builder("count")
                  .image(ContainerImage.fromRegistry("count:1"))
                  .memoryMiB(512)
                  .build())
          .build();

  private ResumedSubmission() {}

  /**
   * Runs all of it.
   *
   * @param args none; the programs that it starts get theirs from it
   * @throws Exception if a program cannot be started
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      run(System.out);
    } else {
      program(args[0], URI.create(args[1]), SubmissionKey.of(args[2]));
    }
  }

  static void run(PrintStream out) throws IOException, InterruptedException {
    try (FakeAws aws = FakeAws.builder().speed(200).build();
        FakeAwsServer server = aws.serve(0);
        SpotBatch spotBatch = aws.spotBatch()) {
      aws.jobs().image("count:*").runsFor(Duration.ofMinutes(5));
      JobQueue queue =
          spotBatch.provisioner().apply(spotBatch.provisioner().plan(STACK)).queue("jobs");
      // The same for every program of this day, so that it need not be written down; else newKey().
      Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
      SubmissionKey key = SubmissionKey.at(today, "nightly count");

      int code = start(out, "submit", server.endpoint(), key);
      int taken = queue.attach(key).awaitSubmitted(LONG).submitted();
      out.printf("The first program ended with %d: AWS has %d of %d jobs.%n", code, taken, JOBS);

      start(out, "resume", server.endpoint(), key);
      BulkSubmission all = queue.attach(key);
      List<JobResult> results = all.await(LONG);
      long names = all.jobs().stream().map(JobHandle::awsName).distinct().count();
      long succeeded = results.stream().filter(JobResult::succeeded).count();
      out.printf("%d jobs of %d names, %d succeeded.%n", results.size(), names, succeeded);
      spotBatch.provisioner().destroy("nightly");
    }
  }

  /** Starts this class once more, and waits for its end. */
  private static int start(PrintStream out, String what, URI endpoint, SubmissionKey key)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // neither runs for long
                "-cp",
                classPath(),
                ResumedSubmission.class.getName(),
                what,
                endpoint.toString(),
                key.value())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(line -> out.println("  " + line));
    }
    return process.waitFor();
  }

  /** That of this class: under Maven the JVM's own is Maven's. */
  private static String classPath() {
    return ResumedSubmission.class.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }

  private static void program(String what, URI endpoint, SubmissionKey key) {
    try (SpotBatch spotBatch =
        SpotBatch.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("dummy", "dummy")))
            .staleReadBound(
                Duration.ofSeconds(1)) // a minute unless told: this AWS is 200 times as fast
            .build()) {
      JobQueue queue = spotBatch.deployment("nightly").queue("jobs");
      if (what.equals("submit")) {
        queue.submitAll(key, requests().peek(ResumedSubmission::crash)).awaitSubmitted(LONG);
      } else {
        BulkSubmission submission = queue.resume(key, requests()); // the same requests again
        System.out.println(submission.awaitSubmitted(LONG));
      }
    }
  }

  private static Stream<JobRequest> requests() {
    return IntStream.range(0, JOBS)
        .mapToObj(day -> JobRequest.builder("count").jobName("count").command("" + day).build());
  }

  /** Ends the program as a crash does: nothing is cleaned up. */
  private static void crash(JobRequest request) {
    if (request.command().contains(Integer.toString(TAKEN_BEFORE_THE_CRASH))) {
      System.out.println("The program crashes while it submits.");
      System.out.flush();
      Runtime.getRuntime().halt(CRASH);
    }
  }
}

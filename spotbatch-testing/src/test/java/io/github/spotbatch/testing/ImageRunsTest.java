package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.batch.model.AttemptDetail;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;

/** Jobs that are executed from what was pushed. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
@DisabledOnOs(OS.WINDOWS)
class ImageRunsTest {

  @TempDir private Path folder;

  private final RealJobs jobs = new RealJobs();
  private final FakeAws aws = jobs.aws;

  @AfterEach
  void close() {
    aws.close();
  }

  private String submit(String image, String... command) {
    jobs.world.register(
        r ->
            r.containerProperties(
                r.build().containerProperties().toBuilder().image(image).build()));
    return jobs.submit(r -> r.containerOverrides(c -> c.command(command)));
  }

  private String shell(String script) throws Exception {
    JibImage image = new JibImage(folder).file("/app/run.sh", "#!/bin/sh\n" + script);
    image.builder().setEntrypoint("./run.sh").setWorkingDirectory(AbsoluteUnixPath.get("/app"));
    return image.push(aws, "app", "1.0");
  }

  private void failed(String id, String reason) throws Exception {
    JobDetail job = jobs.finished(id);
    AttemptDetail attempt = job.attempts().get(0);
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(attempt.statusReason()).startsWith(reason);
    assertThat(attempt.container().reason()).startsWith(reason);
    assertThat(attempt.container().exitCode()).isNull();
    assertThat(jobs.lines(job)).singleElement().asString().startsWith(reason);
  }

  @Test
  void javaProgram_runsFromItsImageByARelativeClassPath() throws Exception {
    String main = PackedMain.class.getName();
    String file = main.replace('.', '/') + ".class";
    JibImage image =
        new JibImage(folder)
            .file("/app/classes/" + file, classFile(file))
            .file("/app/libs/x.jar", jar());
    image
        .builder()
        .setEntrypoint("java", "-XX:TieredStopAtLevel=1", "-cp", "classes:libs/x.jar", main)
        .setProgramArguments("unused")
        .addEnvironmentVariable("SCENE", "image")
        .addEnvironmentVariable("QUALITY", "low")
        .setWorkingDirectory(AbsoluteUnixPath.get("/app"));
    String reference = image.push(aws, "app", "1.0");
    aws.jobs().image("*").runsImage();
    jobs.world.register(
        r ->
            r.containerProperties(
                r.build().containerProperties().toBuilder()
                    .image(reference)
                    .environment(e -> e.name("SCENE").value("7"))
                    .command("render", "Ref::frame")
                    .build()));

    String one = jobs.submit(r -> r.parameters(Map.of("frame", "1")));
    String two = jobs.submit(r -> r.parameters(Map.of("frame", "2")));

    Map<String, String> first = told(jobs.finished(one));
    assertThat(first)
        .containsEntry("hello", "from the jar")
        .containsEntry("arguments", "render,1")
        .containsEntry("java", System.getProperty("java.home"))
        .containsEntry("SCENE", "7")
        .containsEntry("QUALITY", "low")
        .containsEntry("directory", first.get("HOME") + "/image/app")
        .containsEntry("clean", "true");
    Map<String, String> second = told(jobs.finished(two));
    assertThat(second).containsEntry("arguments", "render,2").containsEntry("clean", "true");
    assertThat(second.get("HOME")).isNotEqualTo(first.get("HOME"));
    assertThat(jobs.job(one).container().exitCode()).isEqualTo(7);
    jobs.until(() -> !Files.exists(Path.of(first.get("HOME"))));
  }

  private Map<String, String> told(JobDetail job) {
    return jobs.lines(job).stream()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  private static byte[] classFile(String file) throws IOException {
    try (InputStream code =
        Objects.requireNonNull(PackedMain.class.getClassLoader().getResourceAsStream(file))) {
      return code.readAllBytes();
    }
  }

  private static byte[] jar() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      jar.putNextEntry(new JarEntry("greeting.txt"));
      jar.write("hello=from the jar".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void pythonProgram_runsFromItsImage() throws Exception {
    assumeTrue(onPath("python3"), "this machine has no python3");
    JibImage image =
        new JibImage(folder).file("/srv/main.py", "import sys\nprint('frame', sys.argv[1])\n");
    image.builder().setEntrypoint("python3", "srv/main.py").setProgramArguments("12");
    String reference = image.push(aws, "app", "1.0");
    aws.jobs().image("*").runsImage();

    JobDetail job = jobs.finished(submit(reference));

    assertThat(job.status()).as(job.statusReason()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(jobs.lines(job)).containsExactly("frame 12");
  }

  private static boolean onPath(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  @Test
  @Rule("JOB-44")
  void hostLoss_sendsSigterm() throws Exception {
    String image =
        shell("trap 'echo stopped; exit 0' TERM; echo ready; while :; do sleep 0.02; done");
    aws.jobs().image("*").runsImage();
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(12));

    JobDetail job = jobs.finished(submit(image));

    assertThat(job.statusReason()).startsWith("Host EC2");
    jobs.until(() -> jobs.lines(job).contains("stopped"));
  }

  @Test
  void worldClosed_killsTheProcess() throws Exception {
    String image = shell("echo $$; exec sleep 1000");
    aws.jobs().image("*").runsImage();
    String id = submit(image);
    jobs.until(() -> !jobs.lines(jobs.job(id)).isEmpty());
    ProcessHandle process =
        ProcessHandle.of(Long.parseLong(jobs.lines(jobs.job(id)).get(0))).orElseThrow();

    aws.close();

    assertThat(process.onExit().get().isAlive()).isFalse();
  }

  @Test
  void imageWithLabel_runsFromTheLayersAboveItsBase() throws Exception {
    JibImage image =
        new JibImage(folder).file("/base/tool", "base").file("/app/a", "1").file("/app/b", "2");
    image
        .builder()
        .setEntrypoint("sh", "-c", "ls; ls app")
        .addLabel("io.github.spotbatch.layers", "2");
    String reference = image.push(aws, "app", "1.0");
    aws.jobs().image("*").runsImage();

    assertThat(jobs.lines(jobs.finished(submit(reference)))).containsExactly("app", "a", "b");
  }

  @Test
  void script_byATag_isForADefinitionByTheDigest() throws Exception {
    JibImage image = new JibImage(folder).file("/app/a", "1");
    image.builder().setEntrypoint("sh", "-c", "echo really");
    String reference = image.pushForDigest(aws, "app", "1.0");
    aws.jobs().image("*/app:1.0").runsImage();

    assertThat(jobs.lines(jobs.finished(submit(reference)))).containsExactly("really");
  }

  @Test
  void image_nobodySaidRuns_isNotExecuted() throws Exception {
    String image = shell("echo really");

    JobDetail job = jobs.finished(submit(image));

    assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(jobs.lines(job)).isEmpty();
  }

  @Test
  void laterScript_takesTheProcesssPlace() throws Exception {
    String image = shell("echo really");
    aws.jobs().image("*").runsImage().exits(3).logs("simulated");

    assertThat(jobs.lines(jobs.finished(submit(image)))).containsExactly("simulated");
  }

  @Test
  void program_missing_failsTheAttemptInTheFakesOwnWords() throws Exception {
    JibImage image = new JibImage(folder).file("/app/a", "1");
    image.builder().setEntrypoint("no-such-program-anywhere");
    String reference = image.push(aws, "app", "1.0");
    aws.jobs().image("*").runsImage();

    failed(
        submit(reference),
        "spotbatch-testing: this machine has no program no-such-program-anywhere, which the image's"
            + " command starts: install it, or let a script stand for the image by"
            + " runs(LocalCommand)");
  }

  @Test
  void program_thatCannotBeStarted_failsTheAttemptInTheFakesOwnWords() throws Exception {
    JibImage image = new JibImage(folder).file("/app/run", "#!/no/such/interpreter\n");
    image.builder().setEntrypoint("app/run");
    String reference = image.push(aws, "app", "1.0");
    aws.jobs().image("*").runsImage();

    failed(submit(reference), "spotbatch-testing: cannot run [");
  }

  @Test
  void absolutePathOfTheImage_failsTheAttemptInTheFakesOwnWords() throws Exception {
    String image = shell("echo really");
    aws.jobs().image("*").runsImage();

    failed(submit(image, "/app/run.sh"), "spotbatch-testing: the command names /app/run.sh");
  }

  @Test
  void imageOfAnotherRegistry_failsTheAttemptInTheFakesOwnWords() throws Exception {
    aws.jobs().image("*").runsImage();

    failed(
        submit("busybox:stable"), "spotbatch-testing: image busybox:stable is not of this world");
  }

  @Test
  @Rule("JOB-42")
  void image_thatWasNotPushed_cannotBePulled() throws Exception {
    String image = shell("echo really");
    aws.jobs().image("*").runsImage();

    JobDetail job = jobs.finished(submit(image.replace("1.0", "2.0")));

    assertThat(job.statusReason()).isEqualTo("Task failed to start");
    assertThat(job.container().reason()).startsWith("CannotPullContainerError: ");
  }

  @Test
  void image_onTheVirtualClock_isRefused() {
    try (FakeAws virtual = FakeAws.create()) {
      JobScript script = virtual.jobs().named("job");
      assertThatThrownBy(script::runsImage)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("FakeAws.builder().speed(100)");
    }
  }
}

package io.github.spotbatch.testing.internal.image;

import static io.github.spotbatch.testing.internal.image.TestLayer.layer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class ImageCommandTest {

  @TempDir private Path temporary;

  private final UnpackedImages images = new UnpackedImages();
  private TestImage image;

  @BeforeEach
  void makeImage() {
    image =
        new TestImage(temporary)
            .layer(
                layer()
                    .file("app/x.jar", "code")
                    .file("app/run.sh", 0755, "#!/bin/sh\n")
                    .file("usr/local/bin/render", 0755, "#!/bin/sh\n"))
            .workingDirectory("/app");
  }

  @AfterEach
  void close() {
    images.close();
  }

  private LocalProgram program(String... jobCommand) {
    return images.program(image.source(), List.of(jobCommand), Map.of());
  }

  private static List<String> arguments(LocalProgram program) {
    program.discard();
    return program.command().subList(1, program.command().size());
  }

  private static String program(LocalProgram program) {
    program.discard();
    return program.command().get(0);
  }

  @Test
  void command_ofTheImage_isEntrypointAndCmd() {
    image.entrypoint("java", "-version").cmd("a", "b");

    assertThat(arguments(program())).containsExactly("-version", "a", "b");
  }

  @Test
  void command_ofTheJob_takesThePlaceOfCmd() {
    image.entrypoint("java", "-version").cmd("a", "b");

    assertThat(arguments(program("c"))).containsExactly("-version", "c");
  }

  @Test
  void command_ofTheJobWithoutEntrypoint_isAll() {
    image.cmd("a", "b");

    assertThat(arguments(program("java", "c"))).containsExactly("c");
  }

  @Test
  void command_ofNobody_isRefused() {
    refused("there is no command: the image has neither Entrypoint nor Cmd");
  }

  @Test
  void java_isTheRunningOne() {
    assertThat(program(program("java")))
        .isEqualTo(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  @Test
  void program_byARelativePath_isTheImagesOwn() {
    LocalProgram program = program("./run.sh");

    assertThat(program.command()).containsExactly(program.folder() + "/image/app/run.sh");
    assertThat(program.workingDirectory()).isEqualTo(program.folder().resolve("image/app"));
    assertThat(program.folder().resolve("image/app/run.sh")).isExecutable();
    program.discard();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java\0", "./java\0", "/java\0"})
  void program_ofNoLegalName_isRefused(String program) {
    refused("' is no legal path on this machine", program);
  }

  @ParameterizedTest
  @ValueSource(strings = {"./missing.sh", "../../../../../../../../bin/sh"})
  void program_byARelativePathToNothing_isRefused(String program) {
    refused("the image's layers have no program " + program, program);
  }

  @Test
  void program_missingOnThisMachine_isRefused() {
    refused(
        "this machine has no program no-such-program, which the image's command starts: install it,"
            + " or let a script stand for the image by runs(LocalCommand)",
        "no-such-program");
  }

  @Test
  void program_byAnAbsolutePathOfThisMachine_isRun() {
    assertThat(program(program("/bin/sh"))).isEqualTo("/bin/sh");
  }

  @Test
  void program_byAnAbsolutePathOfNobody_isRefused() {
    refused("this machine has no program /no/such/program", "/no/such/program");
  }

  @Test
  void program_byAnAbsolutePathThatTheImageHas_isRefused() {
    image.layer(layer().file("bin/sh", 0755, "other"));

    refused("the command names /bin/sh, an absolute path of the image", "/bin/sh");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/app/x.jar                              | /app/x.jar",
        "libs/y.jar:/app/x.jar                   | /app/x.jar",
        "/app/*                                  | /app/*",
        "@/app/x.jar                             | /app/x.jar",
        "--file=/app/x.jar                       | /app/x.jar",
        "-javaagent:/app/x.jar=option            | /app/x.jar",
        "cd /app && java -cp x.jar Main          | /app",
        "/app/../app/./x.jar                     | /app/../app/./x.jar",
        "//app/x.jar                             | //app/x.jar",
      })
  void argument_thatNamesAnAbsolutePathOfTheImage_isRefused(String argument, String path) {
    refused("the command names " + path + ", an absolute path of the image", "java", argument);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.jar",
        "/",
        "s3://bucket/app/x.jar",
        "/no/such/file",
        "/../app/x.jar",
        "/app\0",
        "app/x.jar"
      })
  void argument_thatDoesNot_isLeftAsItIs(String argument) {
    assertThat(arguments(program("java", argument))).containsExactly(argument);
  }

  @Test
  void program_thatLayersAboveABaseBring_isNotTakenForTheMachines() {
    image.addedLayers("1").layer(layer().file("usr/local/bin/java", 0755, "other"));

    refused("program java is the image's own, in /usr/local/bin", "java");
  }

  @Test
  void program_thatLayersAboveABaseBringOnTheImagesPath_isNotTakenForTheMachines() {
    image.addedLayers("1").layer(layer().file("opt/bin/java", 0755, "other"));
    image.environment("PATH=/opt/bin:/usr/bin");

    refused("program java is the image's own, in /opt/bin", "java");
  }

  @Test
  void program_ofAWholeImage_isTheMachines() {
    image.layer(layer().file("usr/local/bin/java", 0755, "other"));

    assertThat(program(program("java"))).startsWith(System.getProperty("java.home"));
  }

  @Test
  void environment_isTheImagesWithTheJobsOverIt() {
    image.environment("A=image", "B=image=1", "PATH=/opt/bin", "HOME=/root", "EMPTY=");
    Map<String, String> variables = Map.of("A", "job", "PATH", "/job/bin");

    LocalProgram program = images.program(image.source(), List.of("java"), variables);

    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    assertThat(program.environment())
        .containsOnlyKeys("A", "B", "EMPTY", "HOME", "PATH")
        .containsEntry("A", "job")
        .containsEntry("B", "image=1")
        .containsEntry("EMPTY", "")
        .containsEntry("HOME", program.folder().toString())
        .containsEntry("PATH", java + ":" + System.getenv("PATH"));
    program.discard();
  }

  @Test
  void workingDirectory_missing_isMade() {
    image.workingDirectory("/var/work");

    LocalProgram program = program("java");

    assertThat(program.workingDirectory())
        .isEqualTo(program.folder().resolve("image/var/work"))
        .isEmptyDirectory();
    program.discard();
  }

  @Test
  void workingDirectory_ofNone_isTheRoot() {
    image.workingDirectory("");

    LocalProgram program = program("java");

    assertThat(program.workingDirectory()).isEqualTo(program.folder().resolve("image"));
    program.discard();
  }

  @Test
  void workingDirectory_outside_isRefused() {
    image.workingDirectory("/../..");

    refused("'/../..' leads out of the image", "java");
  }

  private void refused(String text, String... jobCommand) {
    assertThatThrownBy(() -> program(jobCommand))
        .isInstanceOf(UnusableImage.class)
        .hasMessageContaining(text);
  }
}

package io.github.spotbatch.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.FileImage;
import io.github.spotbatch.spec.InvalidSpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileLayoutTest {

  @TempDir private Path folder;

  private static FileImage.Builder image() {
    return ContainerImage.builder(BaseImage.empty()).workingDirectory("/app").command("run");
  }

  private static List<String> targets(FileImage image) {
    return Layouts.of(image).layers().stream()
        .flatMap(layer -> layer.files().stream())
        .map(LayerFile::target)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "., /app/one.txt",
    "./, /app/one.txt",
    "two.txt, /app/two.txt",
    "./two.txt, /app/two.txt",
    "sub/, /app/sub/one.txt",
    "/app, /app/one.txt",
    "/srv/, /srv/one.txt",
    "/srv/two.txt, /srv/two.txt"
  })
  void copy_file_goesWhereDockerPutsIt(String to, String expected) {
    Path file = Layouts.write(folder.resolve("one.txt"), "1");

    assertThat(targets(image().copy(file, to).build())).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"., /app", "sub, /app/sub", "/srv/, /srv", "/, ''"})
  void copy_directory_itsContentGoesThere(String to, String expected) {
    Layouts.write(folder.resolve("data/one.txt"), "1");
    Layouts.write(folder.resolve("data/b/two.txt"), "2");

    assertThat(targets(image().copy(folder.resolve("data"), to).build()))
        .containsExactly(expected + "/b/two.txt", expected + "/one.txt");
  }

  @Test
  void copy_sameTargetTwice_laterLiesOver() {
    Path first = Layouts.write(folder.resolve("1/a.txt"), "1");
    Path second = Layouts.write(folder.resolve("2/a.txt"), "2");
    ImageLayout layout = Layouts.of(image().copy(first, ".").copy(second, ".").build());

    assertThat(layout.layers().get(0).files())
        .extracting(LayerFile::source)
        .containsExactly(second);
  }

  @Test
  void copy_excludedDirectories_stayOutWithAllInThem() {
    Layouts.write(folder.resolve("data/.git/objects/a"), "1");
    Layouts.write(folder.resolve("data/main.py"), "2");
    Layouts.write(folder.resolve("data/build/out/b"), "3");

    assertThat(targets(image().copy(folder.resolve("data"), ".").excludes(".git", "build").build()))
        .containsExactly("/app/main.py");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no such names there")
  void copy_nameWithAnotherSystemsSeparator_isKeptAsItIs() {
    Layouts.write(folder.resolve("data/..\\..\\etc\\passwd"), "1");

    assertThat(targets(image().copy(folder.resolve("data"), ".").build()))
        .containsExactly("/app/..\\..\\etc\\passwd");
  }

  @Test
  void copy_targetsThatDifferOnlyInSlashes_areOne() {
    Path first = Layouts.write(folder.resolve("1/a.txt"), "1");
    Path second = Layouts.write(folder.resolve("2/a.txt"), "2");
    ImageLayout layout = Layouts.of(image().copy(first, "/x//f").copy(second, "/x/./f").build());

    assertThat(layout.layers().get(0).files())
        .extracting(LayerFile::source)
        .containsExactly(second);
  }

  @Test
  void copy_belowAFile_isRefused() {
    Path file = Layouts.write(folder.resolve("app.py"), "1");
    Layouts.write(folder.resolve("lib/a.py"), "2");
    FileImage image = image().copy(file, "/srv").copy(folder.resolve("lib"), "/srv/lib").build();

    assertThatThrownBy(() -> targets(image))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("must not go below /srv, which is a file already, " + file);
  }

  @Test
  void copy_files_keepOnlyThatTheyAreExecutable() throws IOException {
    Path script = Layouts.write(folder.resolve("data/run.sh"), "#!/bin/sh");
    Layouts.write(folder.resolve("data/data.txt"), "1");
    assumeTrue(
        Files.getFileStore(script).supportsFileAttributeView("posix"), "needs POSIX permissions");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));

    assertThat(
            Layouts.of(image().copy(folder.resolve("data"), ".").build()).layers().get(0).files())
        .extracting(LayerFile::executable)
        .containsExactly(false, true);
  }

  @Nested
  class Credentials {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "credentials",
          ".env",
          ".env.production",
          "id_rsa",
          "server.pem",
          "client.p12",
          "keys/app.jks",
          ".aws/config",
          ".docker/config.json",
          ".netrc",
          "service-account-prod.json",
          "rootkey.csv",
          ".aws/sso/cache/0a1b.json",
          ".config/gcloud/application_default_credentials.json"
        })
    void copy_directoryWithAFileOfThatName_isRefused(String name) {
      Layouts.write(folder.resolve("data").resolve(name), "harmless");

      assertThatThrownBy(() -> targets(image().copy(folder.resolve("data"), ".").build()))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("looks like credentials")
          .hasMessageContaining("addExclude(\"" + name + "\")")
          .hasMessageContaining("was " + folder.resolve("data").resolve(name));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "-----BEGIN RSA PRIVATE KEY-----",
          "key = AKIAIOSFODNN7EXAMPLE",
          "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        })
    void copy_directoryWithAFileThatHoldsThat_isRefused(String content) {
      Layouts.write(folder.resolve("data/notes.txt"), "first\n" + content + "\n");

      assertThatThrownBy(() -> targets(image().copy(folder.resolve("data"), ".").build()))
          .hasMessageContaining("by what it holds it looks like credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment.txt", "keyboard.txt", "MAKIAVELLI.txt", "pem.txt"})
    void copy_directoryWithFilesThatOnlySoundLikeIt_goesIn(String name) {
      Layouts.write(folder.resolve("data").resolve(name), "export AWS_SECRET_ACCESS_KEY=fake");

      assertThat(targets(image().copy(folder.resolve("data"), ".").build()))
          .containsExactly("/app/" + name);
    }

    @Test
    void copy_credentialsThatAreNamed_goIn() {
      Layouts.write(folder.resolve("data/conf/ca.pem"), "public");
      Path alone = Layouts.write(folder.resolve("ca2.pem"), "public");

      assertThat(
              targets(
                  image()
                      .copy(folder.resolve("data"), ".")
                      .copy(alone, "conf/")
                      .credentialFiles("conf/ca.pem")
                      .build()))
          .containsExactly("/app/conf/ca.pem", "/app/conf/ca2.pem");
    }

    @Test
    void copy_severalProblems_areToldAtOnce() {
      Layouts.write(folder.resolve("data/a.pem"), "1");
      Layouts.write(folder.resolve("data/b.pem"), "2");
      FileImage image =
          image().copy(folder.resolve("data"), ".").copy(folder.resolve("absent"), ".").build();

      assertThatThrownBy(() -> targets(image))
          .isInstanceOfSatisfying(
              InvalidSpecException.class, e -> assertThat(e.problems()).hasSize(3));
    }
  }

  @Nested
  class Refused {

    @Test
    void copy_absentFile_isRefused() {
      Path absent = folder.resolve("absent.txt");

      assertThatThrownBy(() -> targets(image().copy(absent, ".").build()))
          .hasMessageContaining(
              "jobDefinition[work].image.copies: must be a file or a directory that exists, was "
                  + absent);
    }

    @Test
    void build_relativeTargetWithoutWorkingDirectory_isRefused() {
      FileImage.Builder image =
          ContainerImage.builder(BaseImage.empty()).command("run").copy(folder, "data");

      assertThatThrownBy(image::build)
          .hasMessageContaining(
              "copies[0].to: must start with / where there is no workingDirectory");
    }

    @Test
    void build_everythingWrong_isToldAtOnce() {
      FileImage.Builder image =
          ContainerImage.builder(BaseImage.empty())
              .workingDirectory("app")
              .copy(folder, "/a/../b")
              .repository("UPPER")
              .excludes("[")
              .putEnvironment("AWS_BATCH_X", "1");

      assertThatThrownBy(image::build)
          .isInstanceOfSatisfying(
              InvalidSpecException.class, e -> assertThat(e.problems()).hasSize(6))
          .hasMessageContaining("workingDirectory")
          .hasMessageContaining("must not have .. in it")
          .hasMessageContaining("command: must be given, since an empty base has none")
          .hasMessageContaining("AWS_BATCH")
          .hasMessageContaining("repository")
          .hasMessageContaining("must be a glob");
    }
  }
}

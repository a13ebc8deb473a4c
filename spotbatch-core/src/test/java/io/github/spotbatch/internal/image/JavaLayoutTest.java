package io.github.spotbatch.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.InvalidSpecException;
import io.github.spotbatch.spec.JavaImage;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaLayoutTest {

  /** A program to pack. */
  public static final class Program {
    private Program() {}

    public static void main(String[] args) {
      System.out.println("ran " + args.length);
    }
  }

  private static final String MAIN = Program.class.getName();

  @TempDir private Path folder;

  private Path classes;

  @BeforeEach
  void compile() throws IOException {
    classes = folder.resolve("target/classes");
    copyClass(classes);
    Layouts.write(classes.resolve("app.properties"), "speed=1");
    Layouts.write(classes.resolve("META-INF/services/some.Service"), "some.Impl");
  }

  private static void copyClass(Path directory) throws IOException {
    String file = MAIN.replace('.', '/') + ".class";
    Path target = directory.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream in = Program.class.getClassLoader().getResourceAsStream(file)) {
      Files.copy(in, target);
    }
  }

  private Path jar(String name, String... entries) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static JavaImage.Builder packing(Path... classPath) {
    return JavaImage.builder(Program.class).classPath(classPath);
  }

  private static List<String> targets(ImageLayout layout, String layer) {
    return layout.layers().stream()
        .filter(it -> it.name().equals(layer))
        .flatMap(it -> it.files().stream())
        .map(LayerFile::target)
        .toList();
  }

  @Test
  void layout_classPath_isInThreeLayersAndTheCommandNamesItInOrder() throws IOException {
    Path more = folder.resolve("other/target/classes");
    Layouts.write(more.resolve("more.txt"), "more");
    ImageLayout layout =
        Layouts.of(
            packing(jar("b.jar", "B.class"), classes, jar("a.jar", "A.class"), more)
                .arguments("--all")
                .jvmOptions("-Xss2m")
                .build());

    assertThat(targets(layout, "dependencies"))
        .containsExactly("/app/libs/b.jar", "/app/libs/a.jar");
    assertThat(targets(layout, "resources"))
        .containsExactly(
            "/app/classes/META-INF/services/some.Service",
            "/app/classes/app.properties",
            "/app/classes-2/more.txt");
    assertThat(targets(layout, "classes"))
        .containsExactly("/app/classes/" + MAIN.replace('.', '/') + ".class");
    assertThat(layout.workingDirectory()).hasValue("/app");
    assertThat(layout.entryPoint())
        .containsExactly(
            "java",
            "-XX:MaxRAMPercentage=75",
            "-Xss2m",
            "-cp",
            "libs/b.jar:classes:libs/a.jar:classes-2",
            MAIN);
    assertThat(layout.command()).containsExactly("--all");
  }

  @Test
  void layout_oneEntry_isNotTakenApart() {
    assertThat(targets(Layouts.of(packing(classes).build()), "classes")).hasSize(1);
    assertThat(
            targets(
                Layouts.of(JavaImage.builder(Program.class).classPath(List.of(classes)).build()),
                "classes"))
        .hasSize(1);
    assertThat(
            targets(
                Layouts.of(JavaImage.builder(Program.class).classPath(classes).build()), "classes"))
        .hasSize(1);
  }

  @Test
  void layout_jarsOfOneName_bothGoIn() throws IOException {
    ImageLayout layout =
        Layouts.of(packing(classes, jar("1/a.jar", "A.class"), jar("2/a.jar", "B.class")).build());

    assertThat(targets(layout, "dependencies"))
        .containsExactly("/app/libs/a.jar", "/app/libs/2-a.jar");
  }

  @Test
  void layout_noClassPathGiven_isThatOfTheMainClass() {
    ImageLayout layout =
        Layouts.of(JavaImage.builder(Program.class).testClassesIncluded(true).build());

    assertThat(targets(layout, "classes"))
        .anyMatch(target -> target.endsWith(MAIN.replace('.', '/') + ".class"));
    assertThat(targets(layout, "dependencies"))
        .anyMatch(t -> t.startsWith("/app/libs/assertj-core"));
  }

  @Test
  void layout_jarWithAColonInItsName_doesNotEndTheEntry() throws IOException {
    assumeTrue(File.separatorChar == '/', "no such names there");
    ImageLayout layout = Layouts.of(packing(classes, jar("we:ird.jar", "A.class")).build());

    assertThat(layout.entryPoint()).contains("classes:libs/we_ird.jar");
  }

  @Test
  void layout_jarsThatOnlyPointToOthers_stayOut() throws IOException {
    ImageLayout layout =
        Layouts.of(packing(jar("booter123.jar", "META-INF/MANIFEST.MF"), classes).build());

    assertThat(targets(layout, "dependencies")).isEmpty();
  }

  @Test
  void layout_whatIsExcluded_staysOut() throws IOException {
    ImageLayout layout =
        Layouts.of(
            packing(classes, jar("junit-5.jar", "A.class"), jar("b.jar", "B.class"))
                .excludes("junit-*.jar", "META-INF/**")
                .build());

    assertThat(targets(layout, "dependencies")).containsExactly("/app/libs/b.jar");
    assertThat(targets(layout, "resources")).containsExactly("/app/classes/app.properties");
    assertThat(layout.contents()).contains("  without 2 that excludes leave out");
  }

  @Test
  void contents_anyProgram_areListed() throws IOException {
    ImageLayout layout =
        Layouts.of(
            packing(classes, jar("a.jar", "A.class")).putEnvironment("TOKEN", "s3cret").build());

    assertThat(String.join("\n", layout.contents()))
        .contains("linux/amd64 on public.ecr.aws/docker/library/eclipse-temurin:17-jre")
        .contains(" " + MAIN + " in /app")
        .contains("layer dependencies: 1 file, ")
        .contains("libs/a.jar (")
        .contains("classes/app.properties (7 bytes)")
        .contains("environment variables TOKEN")
        .doesNotContain("s3cret");
  }

  @Nested
  class Runtime {

    @ParameterizedTest
    @ValueSource(ints = {17, 18, 21, 24, 25, 30})
    void base_notGiven_runsTheNewestClasses(int version) throws IOException {
      int major = version + 44;
      Path newer = folder.resolve("newer.jar");
      byte[] header = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) major};
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(newer))) {
        zip.putNextEntry(new ZipEntry("META-INF/versions/99/A.class"));
        zip.putNextEntry(new ZipEntry("A.class"));
        zip.write(header);
      }
      Map<Integer, Integer> supported = Map.of(17, 17, 18, 21, 21, 21, 24, 25, 25, 25, 30, 30);

      assertThat(Layouts.of(packing(classes, newer).build()).base())
          .isEqualTo(
              BaseImage.fromRegistry(
                  "public.ecr.aws/docker/library/eclipse-temurin:%d-jre"
                      .formatted(supported.get(version))));
    }

    @Test
    void base_newerMainClassAmongOlderClasses_isRun() throws IOException {
      Path fat = folder.resolve("fat.jar");
      byte[] old = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 52};
      byte[] young = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 65};
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(fat))) {
        zip.putNextEntry(new ZipEntry("a/A.class"));
        zip.write(old);
        zip.putNextEntry(new ZipEntry("b/B.class"));
        zip.write(young);
      }

      assertThat(Layouts.of(packing(classes, fat).build()).base().toString()).endsWith(":21-jre");
    }

    @Test
    void base_given_isKept() {
      assertThat(Layouts.of(packing(classes).base(BaseImage.empty()).build()).base())
          .isEqualTo(BaseImage.empty());
    }
  }

  @Nested
  class Tests {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "target/test-classes",
          "build/classes/java/test",
          "build/classes/kotlin/integrationTest",
          "build/resources/test",
          "out/test/classes",
          "bin/test"
        })
    void layout_directoriesOfTests_stayOut(String directory) {
      Path tests = Layouts.write(folder.resolve(directory + "/T.class"), "t").getParent();

      assertThat(targets(Layouts.of(packing(tests, classes).build()), "classes")).hasSize(1);
      assertThat(
              targets(
                  Layouts.of(packing(tests, classes).testClassesIncluded(true).build()), "classes"))
          .hasSize(2);
    }

    @Test
    void layout_directoriesThatOnlySoundLikeTests_goIn() {
      Path tests = Layouts.write(folder.resolve("test/latest/T.class"), "t").getParent();

      assertThat(targets(Layouts.of(packing(tests, classes).build()), "classes")).hasSize(2);
    }

    @Test
    void layout_mainClassAmongTests_isRefused() throws IOException {
      Path tests = folder.resolve("target/test-classes");
      copyClass(tests);

      assertThatThrownBy(() -> Layouts.of(packing(tests).build()))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("jobDefinition[work].image.mainClass: must not be among the test")
          .hasMessageContaining("testClassesIncluded(true)");
    }
  }

  @Nested
  class Refused {

    @Test
    void layout_classPathWithoutTheMainClass_isRefused() throws IOException {
      Path other = jar("a.jar", "A.class");

      assertThatThrownBy(() -> Layouts.of(packing(other).build()))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("must be on a class path that can be read")
          .hasMessageEndingWith("was " + MAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*Program.class", "io", "classes"})
    void layout_mainClassThatIsExcluded_isRefused(String glob) {
      assertThatThrownBy(() -> Layouts.of(packing(classes).excludes(glob).build()))
          .hasMessageContaining("must not be among what excludes leave out of " + classes);
    }

    @Test
    void layout_classPathThatIsNotThere_isRefused() {
      Path absent = folder.resolve("absent.jar");

      assertThatThrownBy(() -> Layouts.of(packing(classes, absent).build()))
          .hasMessageContaining("jobDefinition[work].image.classPath: must exist, was " + absent);
    }

    @Test
    void layout_classPathWithWhatIsNoJar_isRefused() {
      Path broken = Layouts.write(folder.resolve("broken.jar"), "no jar");

      assertThatThrownBy(() -> Layouts.of(packing(classes, broken).build()))
          .hasMessageContaining(
              "jobDefinition[work].image.classPath: must be a directory or a jar, was " + broken);
    }

    @Test
    void layout_mainClassFromNestedJars_isRefused() throws Exception {
      Path outer = jar("app.jar", "BOOT-INF/lib/inner.jar");
      URL nested = new URL("jar:" + outer.toUri() + "!/BOOT-INF/lib/inner.jar!/");
      try (URLClassLoader loader =
          new URLClassLoader(new URL[] {nested, classes.toUri().toURL()}, null)) {
        Class<?> main = loader.loadClass(MAIN);

        assertThatThrownBy(() -> Layouts.of(ContainerImage.javaMain(main)))
            .isInstanceOf(InvalidSpecException.class)
            .hasMessageContaining("must not be loaded from nested jars such as jar:file:")
            .hasMessageContaining("give classPath(..)");
      }
    }

    @Test
    void javaMain_classWithoutMain_isRefused() {
      assertThatThrownBy(() -> ContainerImage.javaMain(JavaLayoutTest.class))
          .isInstanceOf(InvalidSpecException.class)
          .hasMessageContaining("must have a public static void main(String[])")
          .hasMessageContaining(JavaLayoutTest.class.getName());
    }

    @Test
    void javaMain_classOfAModule_isRefused() {
      assertThatThrownBy(() -> ContainerImage.javaMain(com.sun.tools.javac.Main.class))
          .hasMessageContaining("must be on the class path, not in a Java module")
          .hasMessageContaining("module jdk.compiler");
    }
  }
}

package io.github.spotbatch.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaClassPathTest {

  private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

  @TempDir Path directory;

  @Nested
  class ApplicationsOwn {

    @Test
    void of_thisTestUnderSurefireOrAnIde_holdsMainAndTestClassesAndJars() {
      List<Path> entries = JavaClassPath.of(JavaClassPathTest.class).entries();

      assertThat(entries).anyMatch(e -> e.endsWith(Path.of("target", "classes")));
      assertThat(entries).anyMatch(e -> e.endsWith(Path.of("target", "test-classes")));
      assertThat(entries).anyMatch(e -> e.getFileName().toString().startsWith("batch-2."));
    }

    @Test
    void toString_givenToAnotherJvm_isItsClassPath() throws Exception {
      String classPath = JavaClassPath.of(JavaClassPathTest.class).toString();

      assertThat(java(classPath, PrintClassPath.class.getName())).isEqualTo(classPath);
    }
  }

  @Nested
  class UrlClassLoaders {

    @Test
    void of_urlClassLoaderChain_parentsFirst() throws Exception {
      Path parents = Files.createDirectory(directory.resolve("parents"));
      Path childs = Files.createDirectory(directory.resolve("with space"));
      try (URLClassLoader parent = loader(PLATFORM, parents);
          URLClassLoader child = loader(parent, childs)) {
        assertThat(JavaClassPath.of(child).entries()).containsExactly(parents, childs);
      }
    }

    @Test
    void of_classInAnIsolatedLoader_runsInAChildJvm() throws Exception {
      Path source = directory.resolve("Hello.java");
      Files.writeString(
          source,
          "public class Hello { public static void main(String[] a)"
              + " { System.out.print(\"hello\"); } }");
      ToolProvider.getSystemJavaCompiler()
          .run(null, null, null, "-d", directory.toString(), source.toString());
      try (URLClassLoader isolated = loader(PLATFORM, directory)) {
        Class<?> hello = isolated.loadClass("Hello");

        assertThat(java(JavaClassPath.of(hello).toString(), "Hello")).isEqualTo("hello");
      }
    }

    @Test
    void of_urlThatIsNoFile_isLeftOut() throws Exception {
      try (URLClassLoader remote =
          new URLClassLoader(new URL[] {new URL("http://localhost/a.jar")}, PLATFORM)) {
        assertThat(JavaClassPath.of(remote).entries()).isEmpty();
      }
    }
  }

  @Nested
  class ManifestJars {

    @Test
    void of_jarWhoseManifestListsOthers_holdsThemAfterIt() throws Exception {
      Path classes = Files.createDirectory(directory.resolve("classes"));
      Path library = jar("library.jar", "");
      Path booter = jar("booter.jar", "classes/ " + library.toUri() + " absent.jar");
      try (URLClassLoader loader = loader(PLATFORM, booter)) {
        assertThat(JavaClassPath.of(loader).entries()).containsExactly(booter, classes, library);
      }
    }

    @Test
    void of_jarsThatListEachOther_endsWithEachOnce() throws Exception {
      Path one = jar("one.jar", "two.jar");
      Path two = jar("two.jar", "one.jar");
      try (URLClassLoader loader = loader(PLATFORM, one)) {
        assertThat(JavaClassPath.of(loader).entries()).containsExactly(one, two);
      }
    }
  }

  private Path jar(String name, String classPath) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path jar = directory.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar)) {
      new JarOutputStream(file, manifest).close();
    }
    return jar;
  }

  private static URLClassLoader loader(ClassLoader parent, Path... entries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      urls.add(entry.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), parent);
  }

  private static String java(String classPath, String mainClass) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", classPath, mainClass)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  /** Started by {@code java -cp}. */
  public static final class PrintClassPath {

    private PrintClassPath() {}

    public static void main(String[] args) {
      System.out.print(JavaClassPath.of(PrintClassPath.class));
    }
  }
}

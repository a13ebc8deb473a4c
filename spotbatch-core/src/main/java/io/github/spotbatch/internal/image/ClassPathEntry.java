package io.github.spotbatch.internal.image;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A directory or a jar of a class path. */
record ClassPathEntry(Path path, boolean directory) {

  /** Where Maven, Gradle, IntelliJ and Eclipse put the classes of tests. */
  private static final Pattern TESTS =
      Pattern.compile(
          ".*/(test-classes|build/(classes/[^/]+|resources)/(test|\\w+Test)|out/test/[^/]+"
              + "|out/test/(classes|resources)|bin/test)");

  private static final int CLASS_FILE = 0xCAFEBABE;

  /**
   * Looks at an entry. Empty: a JVM would ignore it, or it only says in its manifest where other
   * jars are.
   */
  static Optional<ClassPathEntry> read(Path path) {
    if (Files.isDirectory(path)) {
      return Optional.of(new ClassPathEntry(path, true));
    }
    try (ZipFile jar = new ZipFile(path.toFile())) {
      boolean holdsAnything =
          jar.stream()
              .anyMatch(e -> !e.isDirectory() && !e.getName().startsWith("META-INF/MANIFEST"));
      return holdsAnything ? Optional.of(new ClassPathEntry(path, false)) : Optional.empty();
    } catch (IOException e) {
      // Not a jar: a JVM ignores it as well.
      return Optional.empty();
    }
  }

  static boolean ofTests(Path directory) {
    return TESTS.matcher(directory.toString().replace('\\', '/')).matches();
  }

  boolean holds(String file) {
    if (directory) {
      return Files.isRegularFile(path.resolve(file));
    }
    try (ZipFile jar = new ZipFile(path.toFile())) {
      return jar.getEntry(file) != null;
    } catch (IOException e) {
      return false;
    }
  }

  static boolean isJar(Path path) {
    try (ZipFile jar = new ZipFile(path.toFile())) {
      return jar.size() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The version of Java that the classes need: of one of each package, since they are compiled
   * together, and of the main class; 0 if there are none.
   */
  int javaVersion(String mainClass) {
    try {
      return directory ? versionOfDirectory(mainClass) : versionOfJar(mainClass);
    } catch (IOException e) {
      // Whoever packs it will say what is wrong with it.
      return 0;
    }
  }

  private int versionOfDirectory(String mainClass) throws IOException {
    int version = 0;
    try (Stream<Path> files = Files.walk(path)) {
      Set<Path> packages = new HashSet<>();
      for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
        String name = path.relativize(file).toString().replace('\\', '/');
        if (counts(name) && (packages.add(file.getParent()) || name.equals(mainClass))) {
          version = Math.max(version, version(Files.newInputStream(file)));
        }
      }
    }
    return version;
  }

  private int versionOfJar(String mainClass) throws IOException {
    int version = 0;
    try (ZipFile jar = new ZipFile(path.toFile())) {
      Set<String> packages = new HashSet<>();
      for (ZipEntry entry : jar.stream().map(ZipEntry.class::cast).toList()) {
        String name = entry.getName();
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        if (counts(name) && (packages.add(folder) || name.equals(mainClass))) {
          version = Math.max(version, version(jar.getInputStream(entry)));
        }
      }
    }
    return version;
  }

  /** Other versions of a class are only read by the Javas that they are for. */
  private static boolean counts(String name) {
    return name.endsWith(".class")
        && !name.startsWith("META-INF/")
        && !name.endsWith("module-info.class");
  }

  private static int version(InputStream opened) throws IOException {
    try (DataInputStream in = new DataInputStream(opened)) {
      if (in.readInt() != CLASS_FILE) {
        return 0;
      }
      in.readUnsignedShort();
      return JavaVersions.ofClassFile(in.readUnsignedShort());
    } catch (EOFException e) {
      return 0;
    }
  }
}

package io.github.spotbatch.internal.image;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

  /** The version of Java that the main class, or else the jar's first class, needs; 0 if none. */
  int javaVersion(String mainClass) {
    try {
      if (directory) {
        Path main = path.resolve(mainClass);
        return Files.isRegularFile(main) ? version(Files.newInputStream(main)) : 0;
      }
      try (ZipFile jar = new ZipFile(path.toFile())) {
        List<? extends ZipEntry> first =
            jar.stream()
                .filter(entry -> entry.getName().endsWith(".class"))
                .filter(entry -> !entry.getName().startsWith("META-INF/"))
                .filter(entry -> !entry.getName().endsWith("module-info.class"))
                .sorted(Comparator.comparing(ZipEntry::getName))
                .limit(1)
                .toList();
        return first.isEmpty() ? 0 : version(jar.getInputStream(first.get(0)));
      }
    } catch (IOException e) {
      // Whoever packs it will say what is wrong with it.
      return 0;
    }
  }

  private static int version(InputStream opened) throws IOException {
    try (DataInputStream in = new DataInputStream(opened)) {
      int magic = in.readInt();
      in.readUnsignedShort();
      int major = in.readUnsignedShort();
      return magic == CLASS_FILE ? JavaVersions.ofClassFile(major) : 0;
    }
  }
}

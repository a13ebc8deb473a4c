package io.github.spotbatch.internal;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/**
 * The class path that a class loader sees, so that a child JVM can be given the same.
 *
 * <p>The property {@code java.class.path} alone is not enough: under {@code exec:java} it is
 * Maven's own boot jar while the application sits in a {@link URLClassLoader}, and surefire may
 * pass one jar whose manifest lists the rest.
 */
public final class JavaClassPath {

  private final List<Path> entries;
  private final List<String> unusable;

  private JavaClassPath(Set<Path> entries, Set<String> unusable) {
    this.entries = List.copyOf(entries);
    this.unusable = List.copyOf(unusable);
  }

  /** Reads the class path of a class's loader. */
  public static JavaClassPath of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return of(loader == null ? ClassLoader.getSystemClassLoader() : loader);
  }

  /** Reads the class path of a loader and its parents, in the order in which they are asked. */
  public static JavaClassPath of(ClassLoader loader) {
    Set<Path> entries = new LinkedHashSet<>();
    Set<String> unusable = new LinkedHashSet<>();
    collect(loader, entries, unusable);
    return new JavaClassPath(entries, unusable);
  }

  /** Entries that were given, and what the manifests of the jars among them point to. */
  public static JavaClassPath of(Iterable<Path> given) {
    Set<Path> entries = new LinkedHashSet<>();
    given.forEach(entry -> add(entry, entries));
    return new JavaClassPath(entries, Set.of());
  }

  /** The directories and jars, those of parent loaders first. */
  public List<Path> entries() {
    return entries;
  }

  /** What a loader reads that no other JVM could be given, such as jars within jars. */
  public List<String> unusable() {
    return unusable;
  }

  /** The class path as the value of {@code java -cp}. */
  @Override
  public String toString() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void collect(ClassLoader loader, Set<Path> entries, Set<String> unusable) {
    ClassLoader parent = loader.getParent();
    if (parent != null) {
      collect(parent, entries, unusable);
    }
    if (loader == ClassLoader.getSystemClassLoader()) {
      String property = System.getProperty("java.class.path", "");
      Arrays.stream(property.split(File.pathSeparator, -1))
          .map(Path::of)
          .forEach(e -> add(e, entries));
    } else if (loader instanceof URLClassLoader urls) {
      for (URL url : urls.getURLs()) {
        if (url.getProtocol().equals("file")) {
          add(path(url), entries);
        } else {
          unusable.add(url.toString());
        }
      }
    }
  }

  private static void add(Path given, Set<Path> entries) {
    Path entry = given.toAbsolutePath().normalize();
    if (!Files.exists(entry) || !entries.add(entry) || Files.isDirectory(entry)) {
      return;
    }
    for (String listed : manifestClassPath(entry).split(" ", -1)) {
      if (!listed.isEmpty()) {
        resolve(entry, listed).ifPresent(path -> add(path, entries));
      }
    }
  }

  /** Where a jar's manifest points to; a JVM ignores what it cannot read, too. */
  private static Optional<Path> resolve(Path jar, String listed) {
    try {
      URI resolved = jar.toUri().resolve(new URI(listed));
      return "file".equals(resolved.getScheme())
          ? Optional.of(Path.of(resolved))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String manifestClassPath(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String classPath =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return classPath == null ? "" : classPath;
    } catch (IOException e) {
      // Not a jar: the JVM that gets this class path ignores it as well.
      return "";
    }
  }

  private static Path path(URL url) {
    return new File(URI.create(url.toString().replace(" ", "%20"))).toPath();
  }
}

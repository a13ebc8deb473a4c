package io.github.spotbatch.internal.image;

import io.github.spotbatch.internal.JavaClassPath;
import io.github.spotbatch.spec.BaseImage;
import io.github.spotbatch.spec.CpuArchitecture;
import io.github.spotbatch.spec.JavaImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out an image of a Java program: jars, resources and classes in layers of their own, below
 * one working directory and named relative to it, so that the command holds wherever it is.
 */
final class JavaLayout {

  private static final String DIRECTORY = "/app";

  private final String where;
  private final JavaImage image;
  private final Findings findings;
  private final FileTree tree;
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, LayerFile> jars = new LinkedHashMap<>();
  private final List<LayerFile> resources = new ArrayList<>();
  private final List<LayerFile> classes = new ArrayList<>();
  private final List<Path> testDirectories = new ArrayList<>();
  private int directories;

  private JavaLayout(String where, JavaImage image, Findings findings) {
    this.where = where;
    this.image = image;
    this.findings = findings;
    this.tree = new FileTree(where + ".classPath", image, findings);
  }

  static ImageLayout of(
      String where, JavaImage image, CpuArchitecture architecture, Findings findings) {
    return new JavaLayout(where, image, findings).layout(architecture);
  }

  private ImageLayout layout(CpuArchitecture architecture) {
    List<ClassPathEntry> entries = entries();
    entries.forEach(this::add);
    requireMainClass(entries);
    BaseImage base = image.base().orElseGet(() -> javaRuntime(entries));
    return new ImageLayout(
        base,
        base.toString(),
        architecture,
        List.of(
            new ImageLayer("dependencies", List.copyOf(jars.values()), lines(jars.values())),
            new ImageLayer("resources", resources, lines(resources)),
            new ImageLayer("classes", classes, leftOut())),
        image.environment(),
        Optional.of(DIRECTORY),
        entryPoint(),
        image.arguments(),
        Optional.empty());
  }

  private List<ClassPathEntry> entries() {
    List<Path> given = image.classPath();
    if (given.isEmpty()) {
      JavaClassPath read = JavaClassPath.of(image.mainClass());
      if (!read.unusable().isEmpty()) {
        findings.add(
            where + ".mainClass",
            image.mainClass().getName(),
            "must not be loaded from nested jars such as %s; run the program from its plain class path, or give classPath(..)"
                .formatted(read.unusable().get(0)));
      }
      given = read.entries();
    } else {
      given.stream().filter(path -> !usable(path)).forEach(this::refuse);
      given = JavaClassPath.of(given).entries();
    }
    return given.stream().map(ClassPathEntry::read).flatMap(Optional::stream).toList();
  }

  private static boolean usable(Path path) {
    return Files.isDirectory(path) || ClassPathEntry.isJar(path);
  }

  private void refuse(Path path) {
    String fix = Files.exists(path) ? "must be a directory or a jar" : "must exist";
    findings.add(where + ".classPath", path, fix);
  }

  private void add(ClassPathEntry entry) {
    Path path = entry.path();
    if (tree.excluded(path.getFileName())) {
      tree.leaveOut();
      return;
    }
    if (entry.directory()) {
      addDirectory(path);
    } else {
      addJar(path);
    }
  }

  private void addDirectory(Path directory) {
    if (!image.testClassesIncluded() && ClassPathEntry.ofTests(directory)) {
      testDirectories.add(directory);
      return;
    }
    directories++;
    String name = directories == 1 ? "classes" : "classes-" + directories;
    for (LayerFile file : tree.below(directory, DIRECTORY + "/" + name)) {
      (file.target().endsWith(".class") ? classes : resources).add(file);
    }
    classPath.add(name);
  }

  private void addJar(Path jar) {
    // A colon would end the entry of a class path.
    String file = jar.getFileName().toString().replace(':', '_');
    String name = "libs/" + file;
    for (int other = 2; jars.containsKey(name); other++) {
      name = "libs/" + other + "-" + file;
    }
    try {
      jars.put(name, tree.file(jar, DIRECTORY + "/" + name));
      classPath.add(name);
    } catch (IOException e) {
      findings.add(where + ".classPath", jar, "must be readable (" + e.getMessage() + ")");
    }
  }

  private void requireMainClass(List<ClassPathEntry> entries) {
    String file = image.mainClass().getName().replace('.', '/') + ".class";
    Optional<Path> home =
        entries.stream().filter(e -> e.holds(file)).map(ClassPathEntry::path).findFirst();
    if (home.isEmpty()) {
      findings.add(
          where + ".mainClass",
          image.mainClass().getName(),
          "must be on a class path that can be read; give classPath(..) where a class loader of its own loads the program");
    } else if (testDirectories.contains(home.get())) {
      findings.add(
          where + ".mainClass",
          image.mainClass().getName(),
          "must not be among the test classes in %s, which stay out; move it, or set testClassesIncluded(true)"
              .formatted(home.get()));
    } else if (leftOut(home.get(), file)) {
      findings.add(
          where + ".mainClass",
          image.mainClass().getName(),
          "must not be among what excludes leave out of " + home.get());
    }
  }

  private boolean leftOut(Path home, String mainClass) {
    return tree.excluded(home.getFileName())
        || (Files.isDirectory(home) && tree.excluded(Path.of(mainClass)));
  }

  private List<String> leftOut() {
    List<String> lines = new ArrayList<>(tree.leftOut());
    testDirectories.forEach(tests -> lines.add("without the tests in " + tests));
    return lines;
  }

  private List<String> entryPoint() {
    List<String> command = new ArrayList<>();
    command.add("java");
    command.add("-XX:MaxRAMPercentage=" + image.heapPercentage());
    command.addAll(image.jvmOptions());
    command.addAll(List.of("-cp", String.join(":", classPath), image.mainClass().getName()));
    return command;
  }

  private BaseImage javaRuntime(List<ClassPathEntry> entries) {
    String main = image.mainClass().getName().replace('.', '/') + ".class";
    int needed =
        entries.stream()
            .filter(entry -> !testDirectories.contains(entry.path()))
            .mapToInt(entry -> entry.javaVersion(main))
            .max()
            .orElse(0);
    return BaseImage.fromRegistry(
        "public.ecr.aws/docker/library/eclipse-temurin:" + JavaVersions.supported(needed) + "-jre");
  }

  private static List<String> lines(Collection<LayerFile> files) {
    return Bytes.lines(files, file -> file.target().substring(DIRECTORY.length() + 1));
  }
}

package io.github.spotbatch.spec;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystems;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;

/** What can be told of an image before anything is read. */
final class ImageChecks {
  private ImageChecks() {}

  /** Refuses what Docker could not pull. */
  static void requireReference(String kind, String reference) {
    Objects.requireNonNull(reference, "reference");
    Problems problems = Problems.in(kind);
    problems.requireForm("reference", reference, Form.IMAGE);
    problems.throwIfAny();
  }

  static void check(JavaImage image) {
    Class<?> main = image.mainClass();
    Problems problems = Problems.in("javaImage", main.getName());
    String fix = "must have a public static void main(String[])";
    problems.require(hasMain(main), "mainClass", main.getName(), fix);
    if (image.classPath().isEmpty()) {
      // Of a class that was loaded here, the module is known; a class path may well be another.
      boolean named = main.getModule().isNamed();
      String module = "must be on the class path, not in a Java module";
      problems.require(!named, "mainClass", main.getModule(), module);
    }
    problems.requireRange("heapPercentage", image.heapPercentage(), 1, 100);
    checkCommon(problems, image);
    problems.throwIfAny();
  }

  static void check(FileImage image) {
    Problems problems = Problems.in("fileImage");
    if (image.base().isEmpty()) {
      problems.missing("base", "must be given");
    }
    problems.requireForm("workingDirectory", image.workingDirectory(), Form.ABSOLUTE_PATH);
    problems.requireForm("user", image.user(), Form.USER);
    List<FileCopy> copies = image.copies();
    for (int i = 0; i < copies.size(); i++) {
      checkTarget(problems, image, "copies[" + i + "].to", copies.get(i).to());
    }
    boolean empty = image.base().filter(BaseImage.Empty.class::isInstance).isPresent();
    if (empty && image.entryPoint().isEmpty() && image.command().isEmpty()) {
      problems.missing("command", "must be given, since an empty base has none");
    }
    checkCommon(problems, image);
    problems.throwIfAny();
  }

  private static void checkTarget(Problems problems, FileImage image, String path, String to) {
    problems.requireForm(path, to, Form.NOT_BLANK);
    boolean absolute = to.startsWith("/");
    if (!absolute && image.workingDirectory().isEmpty()) {
      problems.add(path, to, "must start with / where there is no workingDirectory");
    }
    boolean within = !List.of(to.split("/", -1)).contains("..");
    problems.require(within, path, to, "must not have .. in it");
  }

  private static void checkCommon(Problems problems, BuiltImage image) {
    ContainerChecks.checkEnvironment(problems, image.environment());
    problems.requireForm("repository", image.repository(), Form.REPOSITORY_NAME);
    problems.requireForms("credentialFiles", image.credentialFiles(), Form.NOT_BLANK);
    List<String> globs = image.excludes();
    for (int i = 0; i < globs.size(); i++) {
      checkGlob(problems, "excludes[" + i + "]", globs.get(i));
    }
  }

  private static void checkGlob(Problems problems, String path, String glob) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      problems.add(path, glob, "must be a glob such as *.md (" + e.getDescription() + ")");
    }
  }

  private static boolean hasMain(Class<?> type) {
    try {
      Method main = type.getMethod("main", String[].class);
      return Modifier.isStatic(main.getModifiers()) && main.getReturnType() == void.class;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}

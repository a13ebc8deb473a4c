package io.github.spotbatch.examples;

import io.github.spotbatch.spec.BaseImage;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The recipe's command line. */
final class RecipeOptions {

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Any other AWS endpoint; dummy credentials unless --profile is given.")
  @Nullable URI endpoint;

  @Option(
      names = "--live",
      description = "AWS itself, with the default credentials. Costs money; asks first.")
  boolean live;

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description =
          "The stack's name, else batch-demo- and a random end. One that is there already is changed"
              + " to what is wanted now, and is not removed at the end.")
  @Nullable String stack;

  @Option(names = "--plan", description = "Prints what would be sent, and stops.")
  boolean plan;

  @Option(
      names = "--keep",
      description = "Leaves everything in place, and prints the command that removes it.")
  boolean keep;

  @Option(names = "--destroy", paramLabel = "NAME", description = "Removes a stack, and stops.")
  @Nullable String destroy;

  @Option(names = "--list", description = "Lists every stack of the Region, and stops.")
  boolean list;

  @Option(
      names = "--app",
      paramLabel = "java|python",
      description = "What the image is made of: the Java application here unless told.")
  String app = "java";

  @Option(
      names = "--base",
      paramLabel = "REF",
      description =
          "What the image is built on, or 'empty'; else a Java or a Python of its own. The embedded"
              + " AWS knows empty bases only.")
  @Nullable String base;

  @Option(
      names = "--image",
      paramLabel = "REF",
      description = "An image that exists, in the place of one built and pushed here.")
  @Nullable String image;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long a job works: 2 here, 60 on AWS.")
  @Nullable Double seconds;

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "The queue's priority, from 0 to 1000: 1 unless told.")
  int priority = 1;

  @Option(
      names = "--no-jobs",
      description = "Makes or changes the stack, and submits nothing to it.")
  boolean noJobs;

  @Option(names = "--region", paramLabel = "REGION", description = "Else the default chain's.")
  @Nullable String region;

  @Option(names = "--profile", paramLabel = "NAME", description = "Else the default chain's.")
  @Nullable String profile;

  @Option(names = "--yes", description = "With --live and --account: does not ask.")
  boolean yes;

  @Option(
      names = "--account",
      paramLabel = "ID",
      description = "With --live --yes: the account this must be.")
  @Nullable String account;

  @Option(names = "--help", usageHelp = true, description = "Shows this.")
  boolean help;

  /** Why these options do not go together, if they do not. */
  Optional<String> conflict() {
    if (live && endpoint != null) {
      return Optional.of("--live and --endpoint exclude each other.");
    }
    if (endpoint != null && (endpoint.getHost() == null || !isHttp(endpoint))) {
      return Optional.of("--endpoint must be like http://127.0.0.1:4566, was '" + endpoint + "'.");
    }
    boolean embedded = !live && endpoint == null;
    if (embedded && (keep || destroy != null || list)) {
      return Optional.of(
          "--keep, --destroy and --list need --live or --endpoint: the embedded AWS ends with this"
              + " program.");
    }
    if (!live && (yes || account != null)) {
      return Optional.of("--yes and --account go with --live.");
    }
    if (stack != null && (destroy != null || list)) {
      return Optional.of(
          "--stack is of a stack to make or change; --destroy and --list take no such name.");
    }
    if (noJobs && (plan || destroy != null || list)) {
      return Optional.of("--no-jobs is of a run; --plan, --destroy and --list submit nothing.");
    }
    if (priority < 0 || priority > 1000) {
      return Optional.of("--priority must be from 0 to 1000, was " + priority + ".");
    }
    if (!app.equals("java") && !app.equals("python")) {
      return Optional.of("--app must be java or python, was '" + app + "'.");
    }
    if (image != null && embedded && !plan) {
      return Optional.of(
          "--image needs --live or --endpoint: the embedded AWS really runs its jobs, and only images"
              + " that are pushed to it.");
    }
    if (image != null && (base != null || !app.equals("java"))) {
      return Optional.of(
          "--image is of an image that exists; --app and --base are of one to build.");
    }
    if (seconds != null && !(seconds > 0 && seconds <= 600)) {
      return Optional.of("--seconds must be above 0 and at most 600, was " + seconds + ".");
    }
    return Optional.empty();
  }

  private static boolean isHttp(URI endpoint) {
    return "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
  }

  /** What the image is built on, if that is told. */
  Optional<BaseImage> baseImage() {
    return Optional.ofNullable(base)
        .map(ref -> ref.equals("empty") ? BaseImage.empty() : BaseImage.fromRegistry(ref));
  }

  /** The options that reach the same AWS again. */
  String again() {
    String where = live ? "--live" : "--endpoint " + endpoint;
    String who = profile == null ? "" : " --profile " + profile;
    String there = region == null ? "" : " --region " + region;
    return where + there + who;
  }

  /** The exact command that removes a stack. */
  String destroyCommand(String stack) {
    return "./mvnw -q compile exec:java -Dexec.args=\"" + again() + " --destroy " + stack + "\"";
  }
}

package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says what containers do. A container nobody spoke of runs for a minute and exits with 0; if its
 * image should be in the account's repository and is not, it cannot be pulled. Of several scripts
 * that fit, the last one counts.
 *
 * <pre>{@code
 * aws.jobs().image("render*").runsFor(Duration.ofMinutes(40)).exits(0);
 * aws.jobs().named("frame-12").onAttempt(1).exits(1);
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class JobScripts {

  private final Scripts scripts;
  private final boolean virtual;

  JobScripts(Scripts scripts, boolean virtual) {
    this.scripts = scripts;
    this.virtual = virtual;
  }

  /**
   * All containers of an image.
   *
   * @param glob the reference as the job definition has it, or any reference with a tag that leads
   *     to the same image, such as {@code *}{@code /render:7.1} for a definition that has the
   *     digest; {@code *} stands for any text
   * @return the script, to go on with
   */
  public JobScript image(String glob) {
    Glob image = new Glob(glob);
    return new JobScript(
        scripts,
        virtual,
        "containers of image " + glob,
        run -> run.imageReferences().stream().anyMatch(image::matches));
  }

  /**
   * All containers of jobs of a name.
   *
   * @param glob the job's name, with or without the key that spotbatch appends, a hyphen and eight
   *     letters or digits; {@code *} stands for any text
   * @return the script, to go on with
   */
  public JobScript named(String glob) {
    Glob name = new Glob(glob);
    return new JobScript(
        scripts, virtual, "jobs named " + glob, run -> name.matchesJob(run.jobName()));
  }

  /**
   * All containers of a job definition.
   *
   * @param glob its name, which means every revision, or name and revision such as {@code
   *     render:7}; {@code *} stands for any text
   * @return the script, to go on with
   */
  public JobScript definition(String glob) {
    Glob definition = new Glob(glob);
    return new JobScript(
        scripts,
        virtual,
        "jobs of definition " + glob,
        run ->
            definition.matches(run.jobDefinition())
                || definition.matches(run.jobDefinition().replaceFirst(":\\d+$", "")));
  }

  /**
   * All containers that a test picks itself, such as one child of an array.
   *
   * <pre>{@code
   * aws.jobs().matching(run -> run.arrayIndex().orElse(-1) == 7).exits(1);
   * }</pre>
   *
   * @param who asked when a container starts; must neither block nor use this world
   * @return the script, to go on with
   */
  public JobScript matching(Predicate<ContainerRun> who) {
    return new JobScript(scripts, virtual, "containers that match a predicate", who);
  }

  /**
   * Scripts by which no container has gone.
   *
   * @return each in words
   */
  public List<String> unfired() {
    return scripts.unused();
  }
}

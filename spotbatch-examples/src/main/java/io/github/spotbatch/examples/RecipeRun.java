package io.github.spotbatch.examples;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.DestroyReport;
import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.StackSummary;
import io.github.spotbatch.UnfinishedJobs;
import io.github.spotbatch.exception.ProvisioningException;
import io.github.spotbatch.spec.ContainerImage;
import io.github.spotbatch.spec.StackSpec;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One run of the recipe, from its preparation to its cleanup. */
final class RecipeRun {

  static final String TEST_JOB = "test-batch-job";

  private static final int LIVE_MAX_VCPUS = 8;
  private static final Duration LIVE_TIMEOUT = Duration.ofMinutes(10);
  private static final int RECIPE_MAX_VCPUS = 100;
  private static final Duration RECIPE_TIMEOUT = Duration.ofHours(1);

  private final Aws aws;
  private final RecipeOptions options;
  private final Story story;
  private final Interrupts interrupts;
  private final Provisioner provisioner;

  RecipeRun(Aws aws, RecipeOptions options, Story story, Interrupts interrupts) {
    this.aws = aws;
    this.options = options;
    this.story = story;
    this.interrupts = interrupts;
    this.provisioner = aws.spotBatch().provisioner();
  }

  /** Answers the exit code. */
  int call() {
    if (options.list) {
      return list();
    }
    if (options.destroy != null) {
      interrupts.farewell("Still to do: " + options.destroyCommand(options.destroy));
      interrupts.cleaningUp();
      return code(cleanUp(options.destroy));
    }
    String account = aws.sts().getCallerIdentity().account();
    String name =
        options.stack != null
            ? options.stack
            : StackSpec.withRandomSuffix("batch-demo", new SecureRandom());
    try (RecipeImages images = new RecipeImages()) {
      return run(account, stack(name, image(images)));
    }
  }

  private int run(String account, StackSpec stack) {
    String name = stack.name();
    story.heading("Preparation");
    story.detail("on " + aws.description());
    story.detail("account " + account + ", Region " + aws.region() + ", stack " + name);
    ProvisioningPlan plan = planned(stack);
    if (plan == null) {
      return Interrupts.EXIT_CODE;
    }
    if (options.plan) {
      story.line(plan.toString());
      return 0;
    }
    if (!plan.refused().isEmpty()) {
      plan.refused().forEach(action -> story.line("Refused: " + action + ": " + action.reason()));
      story.line("Nothing was changed; --plan shows all of it.");
      return 1;
    }
    if (options.live && !new LiveConsent(aws, options, story).given(account, stack)) {
      return 1;
    }
    interrupts.farewell(farewell(name));
    return makeAndUse(plan);
  }

  /** The plan, or null if Ctrl-C came before anything was made. */
  private @Nullable ProvisioningPlan planned(StackSpec stack) {
    try {
      return provisioner.plan(stack);
    } catch (ProvisioningException e) {
      if (!interrupts.happened()) {
        throw e;
      }
      story.line("Stopped; nothing was made.");
      return null;
    }
  }

  private ContainerImage image(RecipeImages images) {
    if (options.image != null) {
      return ContainerImage.fromRegistry(options.image);
    }
    return options.app.equals("java")
        ? RecipeImages.java(options.baseImage())
        : images.python(options.baseImage());
  }

  private StackSpec stack(String name, ContainerImage image) {
    Duration processing =
        Duration.ofMillis(
            (long) (1000 * (options.seconds != null ? options.seconds : embedded() ? 2 : 60)));
    return RecipeStack.of(
        name,
        image,
        options.live ? LIVE_MAX_VCPUS : RECIPE_MAX_VCPUS,
        options.live ? LIVE_TIMEOUT : RECIPE_TIMEOUT,
        processing,
        options.priority);
  }

  private boolean embedded() {
    return !options.live && options.endpoint == null;
  }

  private String farewell(String name) {
    return embedded()
        ? "Left at once; the embedded AWS is gone with this program."
        : "Left at once. What was made is still there; remove it by: "
            + options.destroyCommand(name);
  }

  private int makeAndUse(ProvisioningPlan plan) {
    String name = plan.stack();
    boolean there = plan.actions().stream().anyMatch(it -> it.type() != PlannedAction.Type.CREATE);
    boolean succeeded = false;
    try {
      story.heading("Steps, numbered as in the recipe; independent ones go side by side");
      new RecipeSteps(aws, story).application(plan);
      Deployment deployment = provisioner.apply(plan, new StepLines(story));
      if (plan.actions().stream().allMatch(action -> action.type() == PlannedAction.Type.KEEP)) {
        story.detail("all of it is there and as it should be; nothing was changed");
      }
      succeeded =
          options.noJobs || new RecipeJobs(aws, story, options.live, embedded()).run(deployment);
    } catch (InterruptedException e) {
      story.detail("stopped");
    } catch (RuntimeException e) {
      if (!interrupts.happened()) {
        story.line("");
        story.line("Failed: " + Sentences.of(e));
      }
    }
    interrupts.cleaningUp();
    if (options.keep || there) {
      story.line("");
      story.line(
          (options.keep ? "Kept." : "Kept, for it was there before.")
              + " Remove it by: "
              + options.destroyCommand(name));
      return code(succeeded);
    }
    return code(cleanUp(name) && succeeded);
  }

  private int code(boolean succeeded) {
    return interrupts.happened() ? Interrupts.EXIT_CODE : succeeded ? 0 : 1;
  }

  private int list() {
    List<StackSummary> stacks = provisioner.stacks();
    story.line(stacks.size() + " stack(s) in " + aws.region());
    stacks.forEach(
        stack ->
            story.line(
                "  %s: %s"
                    .formatted(
                        stack.name(),
                        String.join(
                            ", ",
                            stack.resources().stream().map(Object::toString).sorted().toList()))));
    return 0;
  }

  /** Removes the stack and looks whether anything is left. */
  private boolean cleanUp(String name) {
    story.heading("Cleanup");
    @Nullable DestroyReport report = null;
    try {
      report = provisioner.destroy(name, UnfinishedJobs.TERMINATE, new StepLines(story));
    } catch (RuntimeException e) {
      story.line("Failed: " + Sentences.of(e));
      story.line(
          embedded()
              ? "The embedded AWS ends with this program."
              : "What is left is removed by: " + options.destroyCommand(name));
      return false;
    }
    if (report.deleted().isEmpty() && report.remaining().isEmpty()) {
      story.line(
          "There is no stack " + name + " in " + aws.region() + "; --list shows those there are.");
      return false;
    }
    report.keptByAws().forEach(kept -> story.detail("AWS keeps: " + kept));
    if (!report.remaining().isEmpty()) {
      story.line("Still there with the tag of " + name + ": " + report.remaining());
      return false;
    }
    story.line("");
    story.line(
        String.format(
            Locale.ROOT,
            "Nothing with the tag of stack %s is left: %d resources were deleted.",
            name,
            report.deleted().size()));
    return true;
  }
}

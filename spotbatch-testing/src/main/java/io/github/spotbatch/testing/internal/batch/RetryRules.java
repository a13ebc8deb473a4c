package io.github.spotbatch.testing.internal.batch;

import io.github.spotbatch.testing.internal.World;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.batch.model.EvaluateOnExit;
import software.amazon.awssdk.services.batch.model.JobTimeout;
import software.amazon.awssdk.services.batch.model.RetryStrategy;

/** What a retry strategy and a timeout may say, in a definition as in a submission. */
final class RetryRules {

  private static final Pattern TEXT_PATTERN = Pattern.compile("[A-Za-z0-9.: \\t]*\\*?");
  private static final Pattern CODE_PATTERN = Pattern.compile("\\d*\\*?");

  private final World world;

  RetryRules(World world) {
    this.world = world;
  }

  void check(@Nullable RetryStrategy strategy) {
    if (strategy == null) {
      return;
    }
    if (strategy.attempts() == null) {
      throw Refusals.wrapped(world, "RetryAttempts must be provided with retry strategy.");
    }
    if (strategy.attempts() < 1 || strategy.attempts() > 10) {
      throw Refusals.bare("RetryAttempts must be between 1 and 10.");
    }
    if (strategy.evaluateOnExit().size() > 5) {
      throw Refusals.bare("Up to 5 evaluateOnExit condition can be specified.");
    }
    strategy.evaluateOnExit().forEach(this::condition);
  }

  private void condition(EvaluateOnExit condition) {
    if (condition.onExitCode() == null
        && condition.onReason() == null
        && condition.onStatusReason() == null) {
      throw Refusals.wrapped(
          world,
          "EvaluateOnExit should contain at least one of onExitCode, onReason or onStatusReason");
    }
    if (!"RETRY".equalsIgnoreCase(condition.actionAsString())
        && !"EXIT".equalsIgnoreCase(condition.actionAsString())) {
      // The two values are documented; the text is not known.
      throw Refusals.wrapped(world, "Evaluate on exit action must be RETRY or EXIT.");
    }
    pattern(condition.onStatusReason(), TEXT_PATTERN);
    pattern(condition.onReason(), TEXT_PATTERN);
    pattern(condition.onExitCode(), CODE_PATTERN);
  }

  private void pattern(@Nullable String given, Pattern alphabet) {
    if (given != null && given.length() > 512) {
      throw Refusals.wrapped(world, "Evaluate on exit condition cannot exceed 512 characters.");
    }
    if (given != null && !alphabet.matcher(given).matches()) {
      throw Refusals.wrapped(world, "Evaluate on exit condition contains restricted characters.");
    }
  }

  static void timeout(@Nullable JobTimeout timeout) {
    if (timeout != null
        && (timeout.attemptDurationSeconds() == null || timeout.attemptDurationSeconds() < 60)) {
      throw Refusals.bare("AttemptDurationSeconds in Timeout must be at least 60 seconds.");
    }
  }
}

package io.github.spotbatch.testing.internal.spot;

import io.github.spotbatch.testing.internal.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Steps that happen one after another, from top to bottom: each at its time or when its condition
 * holds, but never before the one above it. Guarded by the world's lock.
 */
public final class MarketScript {

  private final World world;
  private final SpotControl control;
  private final String label;
  private final List<Step> steps = new ArrayList<>();
  private final List<String> fruitless = new ArrayList<>();
  private final Instant began;
  private Instant last;
  private int next;
  private boolean armed;

  /**
   * One step.
   *
   * @param words when and what
   * @param due from the script's beginning and the last step, the earliest time
   * @param condition what must hold besides
   * @param event says what it did, if it found anything to do
   */
  private record Step(
      String words,
      Function<MarketScript, Instant> due,
      Watch condition,
      Function<SpotControl, Optional<String>> event) {}

  MarketScript(World world, SpotControl control, String label) {
    this.world = world;
    this.control = control;
    this.label = label;
    this.began = world.now();
    this.last = began;
  }

  /** So long after the script began. */
  public void at(
      Duration sinceBeginning, String what, Function<SpotControl, Optional<String>> event) {
    add(
        new Step(
            "at " + sinceBeginning + ": " + what,
            script -> script.began.plus(sinceBeginning),
            Watch.ALWAYS,
            event));
  }

  /** So long after the step above. */
  public void after(
      Duration sinceLast, String what, Function<SpotControl, Optional<String>> event) {
    add(
        new Step(
            "after " + sinceLast + ": " + what,
            script -> script.last.plus(sinceLast),
            Watch.ALWAYS,
            event));
  }

  /** As soon as something holds. */
  public void when(
      String condition,
      Supplier<Watch> watch,
      String what,
      Function<SpotControl, Optional<String>> event) {
    add(new Step("when " + condition + ": " + what, script -> script.last, watch.get(), event));
  }

  private void add(Step step) {
    steps.add(step);
    arm();
  }

  private void arm() {
    if (!armed && next < steps.size()) {
      armed = true;
      Step step = steps.get(next);
      world.after(Duration.between(world.now(), step.due().apply(this)), this::look);
    }
  }

  /** A job has changed its status, which a condition may remember. */
  void jobMoved(String job, String status) {
    for (int i = next; i < steps.size(); i++) {
      steps.get(i).condition().jobMoved(job, status);
    }
  }

  /** Whether the next step waits for something else than time. */
  boolean waits() {
    return next < steps.size() && !steps.get(next).condition().equals(Watch.ALWAYS);
  }

  /** Takes the next step if its time has come and its condition holds. */
  void look() {
    while (next < steps.size() && ready(steps.get(next))) {
      take(steps.get(next));
    }
  }

  private boolean ready(Step step) {
    return !step.due().apply(this).isAfter(world.now()) && step.condition().holds(control);
  }

  private void take(Step step) {
    next++;
    armed = false;
    last = world.now();
    Optional<String> done = step.event().apply(control);
    if (done.isEmpty()) {
      fruitless.add("step %d, '%s', found nothing to do it to".formatted(next, step.words()));
    }
    control.tell(label, step.words() + " -> " + done.orElse("nothing there"));
    arm();
  }

  /** What of it has not come to pass, a sentence each. */
  List<String> unfired() {
    List<String> sentences = new ArrayList<>();
    fruitless.forEach(step -> sentences.add("script '" + label + "': " + step));
    if (next < steps.size()) {
      sentences.add(
          "script '%s' is at step %d of %d, '%s', which has not happened"
              .formatted(label, next + 1, steps.size(), steps.get(next).words()));
    }
    if (steps.isEmpty()) {
      sentences.add("script '" + label + "' has no steps");
    }
    return sentences;
  }
}

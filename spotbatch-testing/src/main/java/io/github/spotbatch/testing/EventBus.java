package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.events.EventPattern;
import io.github.spotbatch.testing.internal.events.InvalidPattern;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The default event bus of the clients' account and Region, as a test looks at it. Rules and
 * targets are made by an {@code EventBridgeClient} of the world.
 *
 * <pre>{@code
 * events.putRule(rule -> rule.name("failed").eventPattern("""
 *     {"source": ["aws.batch"], "detail": {"status": ["FAILED"]}}"""));
 * events.putTargets(it -> it.rule("failed").targets(target -> target.id("1").arn(topicArn)));
 * ...
 * assertThat(aws.events().delivered(topicArn)).hasSize(1);
 * }</pre>
 *
 * <p>Events arrive {@link Timings.Step#EVENT_DELIVERY} after they happen. A log group gets them as
 * lines, a job queue as jobs; what other targets get is only kept here. Deliveries that fail are
 * not tried again: the world's timeline names them.
 *
 * <p>Thread-safe.
 */
public final class EventBus {

  private final World world;
  private final Supplier<Scope> scope;

  EventBus(World world, Supplier<Scope> scope) {
    this.world = world;
    this.scope = scope;
  }

  /**
   * What a target has got.
   *
   * @param targetArn as the rule has it
   * @return the latest 10,000, the oldest first; empty if nothing was delivered
   */
  public List<DeliveredEvent> delivered(String targetArn) {
    return world.locked(
        () ->
            scope.get().events().deliveredTo(targetArn).stream()
                .map(it -> new DeliveredEvent(it.time(), it.json()))
                .toList());
  }

  /**
   * Calls a listener in this JVM with every event from now on that matches a pattern, as a rule
   * with a target would.
   *
   * <p>A listener runs under the world's lock: while it does, nothing else happens, and no other
   * thread gets an answer. So it must not block, let time pass or wait for another thread.
   *
   * @param pattern an event pattern as JSON
   * @param listener called on the thread that lets time pass; what it throws fails the world
   * @throws IllegalArgumentException if EventBridge would not take the pattern
   * @throws IllegalStateException if the world is closed
   */
  public void subscribe(String pattern, Consumer<DeliveredEvent> listener) {
    EventPattern read;
    try {
      read = EventPattern.of(pattern);
    } catch (InvalidPattern e) {
      throw new IllegalArgumentException(
          "Event pattern is not valid. Reason: " + e.getMessage() + ": " + pattern, e);
    }
    world.act(
        () ->
            scope
                .get()
                .events()
                .subscribe(read, it -> listener.accept(new DeliveredEvent(it.time(), it.json()))));
  }
}

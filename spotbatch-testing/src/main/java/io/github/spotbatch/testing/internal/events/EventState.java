package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Scope;
import java.util.List;
import java.util.function.Supplier;

/** The event bus of one account and Region. */
public final class EventState {

  private final Scope scope;

  public EventState(Scope scope) {
    this.scope = scope;
  }

  /**
   * Something happened that rules may be waiting for.
   *
   * @param source such as {@code aws.batch}
   * @param detailType such as {@code Batch Job State Change}
   * @param resources the ARNs of what it is about
   * @param detail as JSON, made only if some rule may match
   */
  public void publish(
      String source, String detailType, List<String> resources, Supplier<String> detail) {}
}

package io.github.spotbatch.testing.internal.events;

import io.github.spotbatch.testing.internal.Scope;

/** Amazon EventBridge in one account and Region, one method for each operation. */
public final class FakeEvents {

  private final EventState state;

  public FakeEvents(Scope scope) {
    this.state = scope.events();
  }
}

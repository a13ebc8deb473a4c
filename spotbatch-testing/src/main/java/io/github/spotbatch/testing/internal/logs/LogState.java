package io.github.spotbatch.testing.internal.logs;

import io.github.spotbatch.testing.internal.World;

/** The state behind the fake logs, free of SDK classes. */
public final class LogState {

  public LogState(World world, String account, String region) {}
}

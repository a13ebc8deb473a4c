package io.github.spotbatch.testing.internal.ecs;

import io.github.spotbatch.testing.internal.World;

/** The state behind the fake ecs, free of SDK classes. */
public final class EcsState {

  public EcsState(World world, String account, String region) {}
}

package io.github.spotbatch.testing.internal.ecr;

import io.github.spotbatch.testing.internal.World;

/** The state behind the fake ecr, free of SDK classes. */
public final class EcrState {

  public EcrState(World world, String account, String region) {}
}

package io.github.spotbatch.scenario;

import io.github.spotbatch.testing.FakeAws;

/**
 * Something that a caller of spotbatch does, from nothing to nothing.
 *
 * @param name in reports
 * @param work all of it, in a world of its own
 */
record CallerShape(String name, Work work) {

  /** What is done, which may fail. */
  @FunctionalInterface
  interface Work {
    void in(FakeStack world) throws Exception;
  }

  /** Does it as a caller with policies; the world is then as it was left. */
  FakeStack run(String... policies) throws Exception {
    FakeStack world = FakeStack.typed(FakeAws.builder().callerPolicy(policies).build());
    try {
      work.in(world);
      return world;
    } catch (Exception | Error e) {
      world.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

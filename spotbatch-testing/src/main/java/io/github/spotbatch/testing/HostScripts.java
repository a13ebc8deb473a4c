package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.spot.PoolPattern;

/**
 * Says what becomes of the instances that compute environments launch.
 *
 * <pre>{@code
 * aws.hosts().neverJoin("demo-spot-*");   // such as behind a subnet without a way to ECS
 * }</pre>
 *
 * <p>An instance whose profile holds no role that may register it with ECS never joins anyway.
 *
 * <p>Environments are called by the names that Batch knows. What is said of a name that none of the
 * world ever had is reported by {@link FakeAws#verify()}.
 *
 * <p>Thread-safe.
 */
public final class HostScripts {

  private final World world;
  private final Scripts scripts;

  HostScripts(World world, Scripts scripts) {
    this.world = world;
    this.scripts = scripts;
  }

  /**
   * The instances of an environment start but never join its ECS cluster. Batch gives them up after
   * {@link Timings.Step#HOST_GIVEN_UP} and makes the environment INVALID.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @throws IllegalStateException if the world is closed
   */
  public void neverJoin(String environment) {
    Glob name = new Glob(environment);
    say(name, "hosts of " + name + " never join", () -> scripts.hostsJoin(name, false));
  }

  /**
   * Takes {@link #neverJoin} back, for instances that have not been given up too.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @throws IllegalStateException if the world is closed
   */
  public void join(String environment) {
    Glob name = new Glob(environment);
    say(name, "hosts of " + name + " join", () -> scripts.hostsJoin(name, true));
  }

  /**
   * EC2 does not support instances of some types as an environment configures them, so that they
   * are never launched there. Where that leaves an environment no type that could hold the job at
   * the head of its queue, Batch says so as the job's status reason; other instance types repair
   * it.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @param instanceType such as {@code c5.large}; {@code *} stands for any text
   * @throws IllegalArgumentException if no instance type is meant
   * @throws IllegalStateException if the world is closed
   */
  public void unsupported(String environment, String instanceType) {
    Glob name = new Glob(environment);
    Glob types = PoolPattern.types(instanceType);
    String words = "%s is not supported in %s".formatted(types, name);
    say(name, words, () -> scripts.unsupported(name, types));
  }

  private void say(Glob environment, String words, Runnable script) {
    world.act(
        () -> {
          script.run();
          world.spot().environments().said(environment, words);
        });
  }

  /**
   * AWS publishes new images for container hosts. Environments that are made from now on take them,
   * and older ones by an update with {@code updateToLatestImageVersion}.
   *
   * @throws IllegalStateException if the world is closed
   */
  public void publishImages() {
    world.act(() -> world.scopes().forEach(scope -> scope.ec2().ecsImages().publish()));
  }
}

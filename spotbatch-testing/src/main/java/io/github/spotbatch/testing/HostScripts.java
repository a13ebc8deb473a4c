package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.script.Scripts;

/**
 * Says what becomes of the instances that compute environments launch.
 *
 * <pre>{@code
 * aws.hosts().neverJoin("demo-spot-*");   // such as behind a subnet without a way to ECS
 * }</pre>
 *
 * <p>An instance whose profile holds no role that may register it with ECS never joins anyway.
 *
 * <p>Thread-safe.
 */
public final class HostScripts {

  private final Scripts scripts;
  private final Runnable publishImages;

  HostScripts(Scripts scripts, Runnable publishImages) {
    this.scripts = scripts;
    this.publishImages = publishImages;
  }

  /**
   * The instances of an environment start but never join its ECS cluster. Batch gives them up after
   * {@link Timings.Step#HOST_GIVEN_UP} and makes the environment INVALID.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   */
  public void neverJoin(String environment) {
    scripts.hostsJoin(new Glob(environment), false);
  }

  /**
   * Takes {@link #neverJoin} back, for instances that have not been given up too.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   */
  public void join(String environment) {
    scripts.hostsJoin(new Glob(environment), true);
  }

  /**
   * EC2 does not support instances of some types as an environment configures them, so that they
   * are never launched there. Where that leaves an environment no type that could hold the job at
   * the head of its queue, Batch says so as the job's status reason; other instance types repair
   * it.
   *
   * @param environment the compute environment's name; {@code *} stands for any text
   * @param instanceType such as {@code c5.large}; {@code *} stands for any text
   */
  public void unsupported(String environment, String instanceType) {
    scripts.unsupported(new Glob(environment), new Glob(instanceType));
  }

  /**
   * AWS publishes new images for container hosts. Environments that are made from now on take them,
   * and older ones by an update with {@code updateToLatestImageVersion}.
   *
   * @throws IllegalStateException if the world is closed
   */
  public void publishImages() {
    publishImages.run();
  }
}

package io.github.spotbatch.spec;

import org.immutables.value.Value;

/**
 * A limit on what a container's processes may use.
 *
 * <p>Batch calls it a Ulimit. Immutable and thread-safe. Source: AWS Batch API reference, Ulimit.
 */
@Value.Immutable(builder = false)
public sealed interface UlimitSpec permits ImmutableUlimitSpec {
  /**
   * Makes a limit.
   *
   * @param name what is limited, for example {@code nofile}
   * @param softLimit the limit at the start, -1 for none
   * @param hardLimit up to where a process may raise it, -1 for none
   * @return the limit
   * @throws InvalidSpecException if Docker does not know the name or the soft limit is the higher
   *     one
   */
  static UlimitSpec of(String name, int softLimit, int hardLimit) {
    UlimitSpec ulimit = ImmutableUlimitSpec.of(name, softLimit, hardLimit);
    StorageChecks.check(ulimit);
    return ulimit;
  }

  /** {@return what is limited} */
  @Value.Parameter
  String name();

  /** {@return the limit at the start, -1 for none} */
  @Value.Parameter
  int softLimit();

  /** {@return up to where a process may raise the limit, -1 for none} */
  @Value.Parameter
  int hardLimit();
}

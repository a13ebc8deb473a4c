package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.script.Glob;
import io.github.spotbatch.testing.internal.script.Reclaim;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.List;

/**
 * Says when Spot takes hosts back. Every job on the host is lost with it.
 *
 * <pre>{@code
 * aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SpotScripts {

  private final Scripts scripts;

  SpotScripts(Scripts scripts) {
    this.scripts = scripts;
  }

  /**
   * A reclaim, to be described further.
   *
   * @return the first words of a script
   */
  public Reclaiming reclaim() {
    return new Reclaiming();
  }

  /**
   * Scripts that have not come to pass.
   *
   * @return each in words
   */
  public List<String> unfired() {
    return scripts.unfired().stream().map(Reclaim::toString).toList();
  }

  /** Which host. */
  public final class Reclaiming {

    private Reclaiming() {}

    /**
     * The Spot host that a job runs on in its first attempt.
     *
     * @param job the job's name, with or without the key that spotbatch appends; {@code *} stands
     *     for any text
     * @return the script, which still lacks its time
     */
    public HostOf hostOf(String job) {
      return new HostOf(new Glob(job), 1);
    }
  }

  /** When. */
  public final class HostOf {

    private final Glob job;
    private final int attempt;

    private HostOf(Glob job, int attempt) {
      this.job = job;
      this.attempt = attempt;
    }

    /**
     * In another attempt than the first.
     *
     * @param number the attempt, from 1
     * @return the script, which still lacks its time
     */
    public HostOf onAttempt(int number) {
      return new HostOf(job, number);
    }

    /**
     * The interruption notice comes so long after the attempt began to run; the host goes two
     * minutes later.
     *
     * @param delay on the world's clock
     */
    public void after(Duration delay) {
      scripts.add(new Reclaim(job, attempt, delay));
    }
  }
}

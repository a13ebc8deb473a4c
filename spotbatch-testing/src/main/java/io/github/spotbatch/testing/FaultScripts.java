package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.OperationGlob;
import io.github.spotbatch.testing.internal.fault.FaultControl;
import io.github.spotbatch.testing.internal.fault.ModelledOperations;
import io.github.spotbatch.testing.internal.fault.Reads;
import java.time.Duration;
import java.util.List;

/**
 * Says what goes wrong between callers and AWS, whichever way they come in.
 *
 * <pre>{@code
 * aws.faults().on("SubmitJob").throttle().times(3);
 * aws.faults().on("batch:Describe*").fail().rate(0.05);
 * aws.faults().on("SubmitJob").loseResponse().times(1);
 * aws.faults().on("*").delay(Duration.ofMillis(20));
 * aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(5));
 * }</pre>
 *
 * <p>Of the scripts that throttle, fail or lose the response, the first one whose turn it is ends a
 * call, and the later ones do not count that call: they follow one another as they were said.
 * Delays add up, and go with any end. A call that is carried out or refused is in the journal and
 * in the timeline with its faults. Nothing goes wrong with clients of {@link
 * RequestJournal#unrecorded}, with the image registry, or unless a test says so.
 *
 * <p>Real clients retry what AWS's do, three calls in all unless told otherwise; in this JVM they
 * do so without a delay. A script that has not happened is reported by {@link FakeAws#verify()}.
 *
 * <p>Thread-safe.
 */
public final class FaultScripts {

  private final FaultControl control;
  private final ModelledOperations modelled;

  FaultScripts(FaultControl control, ModelledOperations modelled) {
    this.control = control;
    this.modelled = modelled;
  }

  /**
   * The calls of some operations.
   *
   * @param operation its name, such as {@code SubmitJob}, or with the service, as signatures name
   *     it, {@code batch:SubmitJob}; {@code *} stands for any text, and case does not matter
   * @return the first words of a script
   * @throws IllegalArgumentException if no operation that is modelled is meant, with the nearest
   */
  public Calls on(String operation) {
    return new Calls(operation, modelled.require(operation, "operation", name -> true));
  }

  /**
   * Switches the limits on that AWS publishes: 50 calls of SubmitJob a second. What Batch allows of
   * other operations is not published; see {@link #limit}.
   *
   * @return these scripts
   */
  public FaultScripts accountLimits() {
    return limit("batch:SubmitJob", 50);
  }

  /**
   * Throttles what goes beyond so many calls a second, on the world's clock. Each account has a
   * bucket of tokens in each Region, a second's worth: so many calls may come at once, as AWS does
   * it elsewhere; how many Batch lets come at once is not known. A call that is refused takes no
   * token.
   *
   * @param operation as in {@link #on}; the operations that it means share a bucket, and a call
   *     needs a token of each limit that it falls under; a later limit of the same text takes the
   *     place of an earlier one
   * @param perSecond above 0; no limits unless told
   * @return these scripts
   * @throws IllegalArgumentException if the number is not a positive one, or no operation is meant
   */
  public FaultScripts limit(String operation, double perSecond) {
    return limit(operation, perSecond, (int) Math.max(1, Math.min(1e9, perSecond)));
  }

  /**
   * The same with a bucket of another size.
   *
   * @param operation as in {@link #on}
   * @param perSecond above 0
   * @param burst how many calls may come at once, from 1
   * @return these scripts
   * @throws IllegalArgumentException if a number is out of its bounds, or no operation is meant
   * @see #limit(String, double)
   */
  public FaultScripts limit(String operation, double perSecond, int burst) {
    if (!(perSecond > 0) || perSecond > 1e9) {
      throw new IllegalArgumentException(
          "a limit is above 0 and at most 1e9 calls a second, was " + perSecond);
    }
    if (burst < 1) {
      throw new IllegalArgumentException("at least one call may come at once, was " + burst);
    }
    control.limit(modelled.require(operation, "operation", name -> true), perSecond, burst);
    return this;
  }

  /** Ends all faults and limits. What was cleared is not reported as unfinished. */
  public void clear() {
    control.clear();
  }

  /**
   * The faults that there were.
   *
   * @return their numbers so far, those of limits among them
   */
  public FaultCounts injected() {
    return new FaultCounts(control.counts());
  }

  /**
   * Scripts that have not happened, or not as often as they were to. Those by {@link
   * FaultScript#rate} are never among them.
   *
   * @return each in words
   */
  public List<String> unfired() {
    return control.unfinished();
  }

  /** What goes wrong with them. */
  public final class Calls {

    private final String operation;
    private final OperationGlob operations;

    private Calls(String operation, OperationGlob operations) {
      this.operation = operation;
      this.operations = operations;
    }

    /**
     * AWS refuses them as too many, in the service's own way: Batch by a TooManyRequestsException
     * with status 429, EC2 by RequestLimitExceeded with 503, the others by their code with 400.
     * Nothing happens.
     *
     * @return the script, to go on with
     */
    public FaultScript throttle() {
      return script(FaultKind.THROTTLED, Duration.ZERO);
    }

    /**
     * AWS refuses them with status 500, CloudWatch Logs with 503, and the service's own code for
     * its faults: Batch by a ServerException. Nothing happens.
     *
     * @return the script, to go on with
     */
    public FaultScript fail() {
      return script(FaultKind.FAILED, Duration.ZERO);
    }

    /**
     * What they ask for happens, but the connection breaks before the answer, be it a refusal: real
     * clients in this JVM get an {@code IOException} from their HTTP client, those of a server find
     * the connection closed, and clients without a wire throw an {@code SdkClientException}.
     *
     * @return the script, to go on with
     */
    public FaultScript loseResponse() {
      return script(FaultKind.RESPONSE_LOST, Duration.ZERO);
    }

    /**
     * They arrive late: what they ask for happens when the time has passed, and the answer comes
     * then. The caller's thread waits on the world's clock, that of an asynchronous client in this
     * JVM, too. On the wall clock calls of several threads wait side by side. On the virtual clock
     * time goes on meanwhile, and with it whatever else is to happen: a call that is made in the
     * course of that ends first, so that the earlier one may be later still.
     *
     * @param duration above 0
     * @return the script, to go on with
     * @throws IllegalArgumentException if it is zero or negative
     */
    public FaultScript delay(Duration duration) {
      return script(FaultKind.DELAYED, positive("a delay", duration));
    }

    /**
     * They see what was true before, as reads of AWS may that are consistent only in the end: the
     * same answer as an equal read not longer ago than the bound, and in lists nothing that was
     * made by a Submit, Create or Register operation after the script and not longer ago. Other
     * operations among these calls are not concerned. It counts as happened only where the answer
     * is not the true one.
     *
     * @param bound how far reads lag behind at most; above 0
     * @return the script, to go on with
     * @throws IllegalArgumentException if the bound is zero or negative, or none of the operations
     *     reads state
     */
    public FaultScript stale(Duration bound) {
      modelled.require(operation, "operation that reads", Reads::state);
      return script(FaultKind.STALE, positive("the bound of stale reads", bound));
    }

    private static Duration positive(String what, Duration duration) {
      if (duration.isNegative() || duration.isZero()) {
        throw new IllegalArgumentException(what + " is above 0, was " + duration);
      }
      return duration;
    }

    private FaultScript script(FaultKind kind, Duration duration) {
      return new FaultScript(control, control.add(operations, kind, duration));
    }
  }
}

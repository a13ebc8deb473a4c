package io.github.spotbatch.testing;

import io.github.spotbatch.testing.internal.Journal;
import io.github.spotbatch.testing.internal.OperationGlob;
import io.github.spotbatch.testing.internal.ServiceCatalog;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.DirectClient;
import io.github.spotbatch.testing.internal.wire.ServiceOperations;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/**
 * The requests that have reached a world, in order, whoever sent them and whether they were
 * answered or refused. The latest 10,000 are kept unless {@link FakeAwsBuilder#journalCapacity}
 * says otherwise.
 *
 * <pre>{@code
 * assertThat(aws.journal().requests(SubmitJobRequest.class)).hasSize(1);
 * assertThat(aws.journal().matching("batch:Terminate*")).isEmpty();
 * }</pre>
 *
 * <p>What the SDK itself holds back, and an operation that is not modelled, does not get here.
 * Thread-safe; lists are copies.
 */
public final class RequestJournal {

  private final Journal journal;
  private final ServiceCatalog services;
  private final FakeAws aws;

  RequestJournal(Journal journal, ServiceCatalog services, FakeAws aws) {
    this.journal = journal;
    this.services = services;
    this.aws = aws;
  }

  /**
   * All that is kept.
   *
   * @return the requests, the latest last
   */
  public List<RecordedRequest> all() {
    return journal.requests();
  }

  /**
   * The requests of some operations.
   *
   * @param operation its name, such as {@code SubmitJob}, or with the service {@code
   *     batch:SubmitJob}; {@code *} stands for any text, and case does not matter
   * @return the requests, the latest last
   */
  public List<RecordedRequest> matching(String operation) {
    OperationGlob glob = new OperationGlob(operation);
    return all().stream()
        .filter(call -> glob.matches(call.service() + ":" + call.operation()))
        .toList();
  }

  /**
   * The requests of one operation.
   *
   * @param type such as {@code SubmitJobRequest.class}
   * @param <T> the type
   * @return the requests as the service got them, the latest last
   */
  public <T extends SdkRequest> List<T> requests(Class<T> type) {
    return requests(type, request -> true);
  }

  /**
   * Some requests of one operation.
   *
   * @param type such as {@code SubmitJobRequest.class}
   * @param which those that are wanted
   * @param <T> the type
   * @return the requests as the service got them, the latest last
   */
  public <T extends SdkRequest> List<T> requests(Class<T> type, Predicate<? super T> which) {
    return all().stream()
        .map(RecordedRequest::request)
        .filter(type::isInstance)
        .map(type::cast)
        .filter(which)
        .toList();
  }

  /**
   * How many requests of some operations there were.
   *
   * @param operation as in {@link #matching}
   * @return the number among those that are kept
   */
  public int count(String operation) {
    return matching(operation).size();
  }

  /**
   * The latest request of an operation.
   *
   * @param type such as {@code SubmitJobRequest.class}
   * @param <T> the type
   * @return the request as the service got it; empty if there was none
   */
  public <T extends SdkRequest> Optional<T> last(Class<T> type) {
    List<T> requests = requests(type);
    return requests.isEmpty() ? Optional.empty() : Optional.of(requests.get(requests.size() - 1));
  }

  /**
   * The latest request of all.
   *
   * @return the request; empty if there was none
   */
  public Optional<RecordedRequest> last() {
    List<RecordedRequest> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /**
   * The requests that were refused.
   *
   * @return the requests, the latest last
   */
  public List<RecordedRequest> refused() {
    return all().stream().filter(call -> !call.succeeded()).toList();
  }

  /**
   * How many requests there were that are no longer kept.
   *
   * @return 0 unless there were more than the journal holds
   */
  public long dropped() {
    return journal.dropped();
  }

  /**
   * A typed client whose requests neither the journal nor the timeline shows: for looking at the
   * world without changing what these say. Otherwise it is one of {@link FakeAws#typedClient}: its
   * waiters wait on the world's clock, and its calls fail in a closed world.
   *
   * @param type the interface of a client, such as {@code BatchClient.class}
   * @param <C> the client's type
   * @return the client, in {@link FakeAws#account()} and {@link FakeAws#region()}
   * @throws IllegalArgumentException if no such service is modelled
   */
  public <C extends SdkClient> C unrecorded(Class<C> type) {
    ServiceOperations operations =
        services.unrecorded(AwsService.ofClient(type), aws.account(), aws.region().id());
    return DirectClient.of(type, operations, aws.region(), SdkWaiters.on(aws.time()));
  }

  /**
   * The IAM actions that all calls so far have needed, whether they were allowed or not, and
   * whether they are still kept: also those that no call is named after, such as {@code
   * iam:PassRole}, and those of pushes and pulls of images.
   *
   * @return such as {@code batch:SubmitJob}, in alphabetical order
   * @throws IllegalStateException unless the world has a {@link FakeAwsBuilder#callerPolicy}
   */
  public List<String> actions() {
    if (!services.access().isOn()) {
      throw new IllegalStateException(
          "only a world with a FakeAwsBuilder.callerPolicy(..) looks at what calls need");
    }
    return services.access().asked();
  }

  /** Forgets all so far, such as what a test had to send before its point. */
  public void clear() {
    journal.clear();
  }

  /**
   * Every request that is kept, a line each.
   *
   * @return the lines under a heading
   */
  @Override
  public String toString() {
    List<RecordedRequest> all = all();
    String lines = all.stream().map(call -> "\n  " + call).collect(Collectors.joining());
    String earlier = dropped() == 0 ? "" : " and " + dropped() + " earlier ones, not kept";
    return all.size() + " requests" + earlier + lines;
  }
}

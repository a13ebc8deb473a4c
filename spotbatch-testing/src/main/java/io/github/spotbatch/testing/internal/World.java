package io.github.spotbatch.testing.internal;

import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.internal.ec2.SpotMarket;
import io.github.spotbatch.testing.internal.ecr.Registry;
import io.github.spotbatch.testing.internal.outside.OutsideRegistries;
import io.github.spotbatch.testing.internal.report.Recorder;
import io.github.spotbatch.testing.internal.spot.SpotControl;
import io.github.spotbatch.time.TimeKeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all accounts and Regions share: the clock, the seeded random, the lock, and the events to
 * come.
 */
public final class World {

  private final TimeKeeper time;
  private final Timings timings;
  private final long seed;
  private final Random random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Scope> scopes = new LinkedHashMap<>();
  private final Map<String, SpotMarket> markets = new LinkedHashMap<>();
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Set<Runnable> closings = new LinkedHashSet<>();
  private final Agenda agenda;
  private final Standstill standstill = new Standstill();
  private final Timeline timeline = new Timeline();
  private final Recorder recorder;
  private final Checks checks = new Checks();
  private final SpotControl spot;
  private final OutsideRegistries outsideRegistries = new OutsideRegistries();
  private long eventIds;
  private @Nullable Registry registry;
  private @Nullable Throwable failure;
  private volatile boolean closed;

  public World(TimeKeeper time, Timings timings, long seed) {
    this.time = time;
    this.timings = timings;
    this.seed = seed;
    this.agenda = new Agenda(time, this::alarm);
    this.random = new Random(seed);
    this.spot = new SpotControl(this, seed);
    this.recorder = new Recorder(time::now);
  }

  /** What all that is random follows from. */
  public long seed() {
    return seed;
  }

  public TimeKeeper time() {
    return time;
  }

  public Instant now() {
    return time.now();
  }

  public Duration takes(Timings.Step step) {
    return timings.of(step);
  }

  public Random random() {
    return random;
  }

  /** So many random hex digits. */
  public String hex(int digits) {
    StringBuilder hex = new StringBuilder(digits);
    for (int i = 0; i < digits; i++) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }

  public String uuid() {
    return new UUID(
            (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
            (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L)
        .toString();
  }

  /**
   * The id of the next event on a bus. It is counted, not drawn, so that a run does not depend on
   * who watches it.
   */
  public String eventId() {
    return new UUID(0x4000L, 0x8000000000000000L | ++eventIds).toString();
  }

  /** Runs an event later, under the lock. */
  public void after(Duration delay, Runnable event) {
    Runnable unused = timer(delay, event);
  }

  /**
   * The same of an event that may turn out to be pointless.
   *
   * @return cancels it
   */
  public Runnable timer(Duration delay, Runnable event) {
    return locked(() -> scheduled(delay.isNegative() ? Duration.ZERO : delay, event));
  }

  private Runnable scheduled(Duration delay, Runnable event) {
    standstill.ended();
    Agenda.Entry entry = agenda.add(now().plus(delay), event);
    return () -> locking(() -> agenda.remove(entry));
  }

  private void alarm() {
    locking(
        () -> {
          Runnable event = agenda.takeDue();
          if (event != null) {
            runUnlessClosed(event);
          }
        });
  }

  /** A failure is for the next caller: nobody looks at what a thread of the pool throws. */
  private void runUnlessClosed(Runnable event) {
    try {
      if (!closed) {
        event.run();
      }
    } catch (RuntimeException | Error e) {
      failure = failure == null ? e : failure;
    }
  }

  /**
   * Notes that an operation is about to be carried out, under the lock.
   *
   * @throws IllegalStateException if the same is asked again and again while time stands still, if
   *     an event has failed, which nobody else would hear of, or if the world is closed
   */
  public void called(Object request) {
    ensureOpen();
    ensureSound();
    standstill.called(request, now());
  }

  /**
   * Tells of an event that failed, which nobody else would hear of.
   *
   * @throws IllegalStateException if one has
   */
  public void ensureSound() {
    Optional<Throwable> failed = locked(() -> Optional.ofNullable(failure));
    if (failed.isPresent()) {
      Throwable cause = failed.get();
      throw new IllegalStateException("an event of the fake failed earlier: " + cause, cause);
    }
  }

  /**
   * Notes that something has changed its state, for the timeline.
   *
   * @param kind such as {@code job} or {@code compute environment}
   * @param name the one that changed
   * @param change such as {@code RUNNABLE -> STARTING on i-0123456789abcdef0}
   */
  public void changed(String kind, String name, String change) {
    timeline.add(now(), kind, name, () -> change);
  }

  public Timeline timeline() {
    return timeline;
  }

  /** What becomes of hosts and attempts, for reports. */
  public Recorder recorder() {
    return recorder;
  }

  /** The registries that are not AWS's. */
  public OutsideRegistries outsideRegistries() {
    return outsideRegistries;
  }

  /** What must hold, to be added to. */
  public Checks checks() {
    return checks;
  }

  /**
   * Checks what must hold.
   *
   * @throws AssertionError if an event has failed, or if some of it does not hold, with all that
   *     does not
   */
  public void verify(Set<Invariant> invariants) {
    Optional<Throwable> failed = locked(() -> Optional.ofNullable(failure));
    if (failed.isPresent()) {
      throw new AssertionError("an event of the fake failed: " + failed.get(), failed.get());
    }
    Optional<String> broken = locked(() -> checks.failure(invariants));
    if (broken.isPresent()) {
      throw new AssertionError("This world is not as it should be." + broken.get());
    }
  }

  /** Everything that reads or changes the world does so in here. */
  public <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void locking(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }

  /** One account in one Region, made when first asked for. */
  public Scope scope(String account, String region) {
    return locked(
        () ->
            scopes.computeIfAbsent(
                account + "/" + region, key -> new Scope(this, account(account), region)));
  }

  private Account account(String id) {
    return accounts.computeIfAbsent(id, key -> new Account(this, id));
  }

  /** The Spot market of a Region, which all accounts share. */
  public SpotMarket market(String region) {
    return locked(() -> markets.computeIfAbsent(region, name -> new SpotMarket(name, seed)));
  }

  /** The markets of all Regions that anybody has asked for. */
  public List<SpotMarket> markets() {
    return locked(() -> List.copyOf(markets.values()));
  }

  /** What can be done to the markets and their hosts. */
  public SpotControl spot() {
    return spot;
  }

  /** What the image registries of all accounts and Regions share, made when first asked for. */
  public Registry registry() {
    return locked(
        () -> {
          if (registry == null) {
            registry = new Registry(this);
          }
          return registry;
        });
  }

  public Iterable<Scope> scopes() {
    return locked(() -> List.copyOf(scopes.values()));
  }

  /**
   * Something that a caller does, whose mistakes are the caller's own.
   *
   * @throws IllegalStateException if the world is closed
   */
  public void act(Runnable action) {
    locking(
        () -> {
          ensureOpen();
          action.run();
        });
  }

  /**
   * Something that happened outside, such as in a process. Nothing happens in a closed world, and a
   * failure is that of an event.
   */
  public void event(Runnable event) {
    locking(() -> runUnlessClosed(event));
  }

  /**
   * What is to be done when the world is closed; at once if it is closed already.
   *
   * @return takes it back
   */
  public Runnable closing(Runnable action) {
    locking(
        () -> {
          if (closed) {
            action.run();
          } else {
            closings.add(action);
          }
        });
    return () -> locking(() -> closings.remove(action));
  }

  /**
   * Refuses to go on in a world that has ended.
   *
   * @throws IllegalStateException if it is closed
   */
  public void ensureOpen() {
    if (closed) {
      throw new IllegalStateException("this FakeAws is closed: nothing answers any more");
    }
  }

  /** Nothing happens in a closed world. */
  public void close() {
    locking(
        () -> {
          closed = true;
          closings.forEach(Runnable::run);
          closings.clear();
        });
  }
}

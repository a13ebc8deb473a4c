package io.github.spotbatch.testing.jupiter;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.Invariant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/**
 * Gives each test a world of its own, checks afterwards what must hold whatever the test is about,
 * and closes the world.
 *
 * <p>Test methods, {@code @BeforeEach} and {@code @AfterEach} methods and, with a new instance for
 * each test, constructors may take these parameters, all of the same world within one test: {@link
 * FakeAws}, {@link io.github.spotbatch.SpotBatch}, {@link
 * io.github.spotbatch.testing.VirtualClock}, {@link io.github.spotbatch.testing.RequestJournal},
 * and every client interface of the AWS SDK, such as {@code BatchClient} or {@code
 * BatchAsyncClient}.
 *
 * <p>If the test fails, also in a {@code @BeforeEach} method, the world's timeline is written to
 * the standard error stream. If it does not, {@link Invariant#defaults()} must hold, more or fewer
 * if told.
 *
 * <p>Used by {@link FakeAwsTest}, or as a field with {@code @RegisterExtension} where that is not
 * enough. Works on JUnit 5.14 and 6, also with tests side by side. Immutable and thread-safe.
 */
public final class FakeAwsExtension implements ParameterResolver, AfterEachCallback {

  private final @Nullable Supplier<FakeAws> worlds;
  private final Set<Invariant> invariants;

  /** For JUnit; what is made follows from the annotation. */
  FakeAwsExtension() {
    this(null, Invariant.defaults());
  }

  private FakeAwsExtension(@Nullable Supplier<FakeAws> worlds, Set<Invariant> invariants) {
    this.worlds = worlds;
    this.invariants = invariants;
  }

  /**
   * An extension to be described.
   *
   * <pre>{@code
   * @RegisterExtension
   * static final FakeAwsExtension AWS =
   *     FakeAwsExtension.builder().world(() -> FakeAws.builder().seed(7).build()).build();
   * }</pre>
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return TestWorld.gives(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    if (context.getTestMethod().isEmpty()) {
      throw new ParameterResolutionException(
          "a "
              + type.getSimpleName()
              + " lives for one test: take it in a test method or in a @BeforeEach method, not for"
              + " the whole class");
    }
    return world(context).give(type);
  }

  private TestWorld world(ExtensionContext context) {
    // JUnit closes it, also where a constructor fails and no callback comes.
    return store(context)
        .getOrComputeIfAbsent(TestWorld.class, type -> make(context), TestWorld.class);
  }

  private TestWorld make(ExtensionContext context) {
    if (worlds != null) {
      return new TestWorld(worlds.get(), invariants);
    }
    Settings settings = Settings.of(context);
    return new TestWorld(settings.world(), settings.invariants());
  }

  private ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(ExtensionContext.Namespace.create(FakeAwsExtension.class, this));
  }

  /** Checks the world, unless the test has failed already; either failure comes with its story. */
  @Override
  public void afterEach(ExtensionContext context) {
    TestWorld world = store(context).get(TestWorld.class, TestWorld.class);
    if (world == null) {
      return;
    }
    Throwable failure = context.getExecutionException().orElse(null);
    if (failure != null) {
      if (!(failure instanceof TestAbortedException)) {
        world.tell(context.getDisplayName());
      }
      return;
    }
    try {
      world.verify();
    } catch (AssertionError broken) {
      world.tell(context.getDisplayName());
      throw broken;
    }
  }

  /** Builds an extension. Not thread-safe. */
  public static final class Builder {

    private Supplier<FakeAws> worlds = FakeAws::create;
    private final Set<Invariant> invariants = EnumSet.copyOf(Invariant.defaults());

    private Builder() {}

    /**
     * How a world is made.
     *
     * @param world makes a new one for each test, from several threads if tests run side by side;
     *     {@link FakeAws#create()} unless told
     * @return this builder
     */
    public Builder world(Supplier<FakeAws> world) {
      this.worlds = Objects.requireNonNull(world, "world");
      return this;
    }

    /**
     * What else must hold at the end of a test.
     *
     * @param more such as {@link Invariant#JOBS_FINISHED}
     * @return this builder
     */
    public Builder checked(Invariant... more) {
      invariants.addAll(Arrays.asList(more));
      return this;
    }

    /**
     * What need not hold at the end of a test.
     *
     * @param fewer such as {@link Invariant#SCRIPTS_FIRED}
     * @return this builder
     */
    public Builder unchecked(Invariant... fewer) {
      Arrays.asList(fewer).forEach(invariants::remove);
      return this;
    }

    /**
     * Makes the extension.
     *
     * @return a new extension
     */
    public FakeAwsExtension build() {
      return new FakeAwsExtension(worlds, EnumSet.copyOf(invariants));
    }
  }
}

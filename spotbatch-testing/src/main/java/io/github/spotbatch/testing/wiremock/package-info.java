/**
 * The world behind WireMock: late answers, broken connections, and a journal of raw requests. Needs
 * {@code org.wiremock:wiremock}, which no other package of this module does.
 *
 * <pre>{@code
 * try (FakeAws aws = FakeAws.create();
 *     FakeAwsWireMock wireMock = FakeAwsWireMock.start(aws);
 *     BatchClient batch =
 *         BatchClient.builder()
 *             .endpointOverride(wireMock.endpoint())
 *             .region(aws.region())
 *             .credentialsProvider(FakeAws.credentials(aws.account()))
 *             .build()) {
 *   wireMock
 *       .server()
 *       .stubFor(
 *           post("/v1/describejobqueues")
 *               .inScenario("busy")
 *               .whenScenarioStateIs(Scenario.STARTED)
 *               .willSetStateTo("idle")
 *               .willReturn(serviceUnavailable()));
 *
 *   batch.describeJobQueues(); // fails once, and is retried by the SDK
 *
 *   wireMock.server().verify(2, postRequestedFor(urlEqualTo("/v1/describejobqueues")));
 * }
 * }</pre>
 */
@NullMarked
package io.github.spotbatch.testing.wiremock;

import org.jspecify.annotations.NullMarked;

"""The SPARQL behind what people read. A variable that is bound narrows a question to one concept or edge."""

RELATIONS = """
SELECT ?p ?label ?back ?symmetric WHERE { GRAPH ig:graph-schema {
  ?p a owl:ObjectProperty ; rdfs:label ?label ; rdfs:domain/rdfs:subClassOf* ig:Concept .
  OPTIONAL { ?q owl:inverseOf ?p ; rdfs:label ?back }
  BIND(EXISTS { ?p a owl:SymmetricProperty } AS ?symmetric)
} } ORDER BY ?p
"""
CONCEPTS = """
SELECT ?c ?label ?kind WHERE { GRAPH ig:graph-stated { ?c a owl:Class, ?kind ; rdfs:label ?label }
  FILTER(?kind != owl:Class) } ORDER BY ?c
"""
CONCEPT = """
SELECT ?c ?plain ?definition ?synonym ?identifier ?replaced ?deprecated WHERE {
  { ?c ig:plain ?plain ; skos:definition ?definition } UNION { ?c ig:plain ?p ; skos:altLabel ?synonym }
  UNION { ?c dcterms:isReplacedBy ?replaced } UNION { ?c owl:deprecated ?deprecated }
  UNION { ?m owl:annotatedSource ?c ; sssom:object_id ?identifier }
} ORDER BY ?c ?synonym ?identifier
"""
ABOUT = """
SELECT DISTINCT ?c ?s ?p ?o ?g WHERE {
  VALUES ?g { ig:graph-stated ig:graph-inferred }
  { GRAPH ?g { ?c ?p ?o } BIND(?c AS ?s) } UNION { GRAPH ?g { ?s ?p ?c } BIND(?c AS ?o) }
  FILTER(isIRI(?o))
}
"""
SCRIPTS = "SELECT ?q ?title ?text WHERE { ?q sh:select ?text ; rdfs:label ?title } ORDER BY ?q"
INDICATIONS = """
SELECT ?i ?agent ?condition ?setting ?status ?regulator ?date ?year ?ended ?endedYear ?trial
  (GROUP_CONCAT(DISTINCT ?marker; separator="|") AS ?markers) (GROUP_CONCAT(DISTINCT ?mate; separator="|") AS ?mates)
  (GROUP_CONCAT(DISTINCT ?open; separator="|") AS ?unsaid)
WHERE {
  ?i ig:agent ?agent ; ig:condition ?condition ; ig:status ?status .
  OPTIONAL { ?i ig:setting ?setting } OPTIONAL { ?i ig:regulator ?regulator } OPTIONAL { ?i ig:date ?date }
  OPTIONAL { ?i ig:year ?year } OPTIONAL { ?i ig:ended ?ended } OPTIONAL { ?i ig:endedYear ?endedYear }
  OPTIONAL { ?i ig:trial ?trial }
  OPTIONAL { ?i ig:requires/rdfs:label ?marker } OPTIONAL { ?i ig:partner/rdfs:label ?mate }
  OPTIONAL { ?i ig:notStated ?open }
} GROUP BY ?i ?agent ?condition ?setting ?status ?regulator ?date ?year ?ended ?endedYear ?trial
ORDER BY ?agent ?year ?date ?i
"""
MAPPINGS = """
SELECT ?c ?predicate ?url ?identifier ?label WHERE {
  ?m owl:annotatedSource ?c ; owl:annotatedProperty ?predicate ; owl:annotatedTarget ?url ;
    sssom:object_id ?identifier ; sssom:object_label ?label
} ORDER BY ?c ?predicate ?identifier
"""
TRIALS = """
SELECT ?c ?registration ?phase ?design ?setting ?result ?endpoint ?date ?year WHERE { ?c a ig:Study .
  OPTIONAL { ?c ig:registration ?registration } OPTIONAL { ?c ig:phase ?phase } OPTIONAL { ?c ig:design ?design }
  OPTIONAL { ?c ig:setting ?setting } OPTIONAL { ?c ig:result/rdfs:label ?result }
  OPTIONAL { ?c ig:endpoint ?endpoint } OPTIONAL { ?c ig:date ?date } OPTIONAL { ?c ig:year ?year }
  FILTER(BOUND(?registration) || BOUND(?phase) || BOUND(?result) || BOUND(?year))
} ORDER BY ?c
"""
KINDS = """
SELECT ?kind ?label ?plural WHERE { ?kind a owl:Class ; rdfs:label ?label ; ig:plural ?plural ;
  rdfs:subClassOf+ ig:Concept .
  FILTER NOT EXISTS { ?sub rdfs:subClassOf ?kind FILTER(?sub != ?kind) } } ORDER BY ?kind
"""
DATASET = """
SELECT ?title ?description ?version ?issued ?licence WHERE { GRAPH ig:graph-metadata {
  ig:ontology dcterms:title ?title ; dcterms:description ?description ; owl:versionInfo ?version ;
    dcterms:issued ?issued ; dcterms:license ?licence } }
"""
PREFIXES = """
SELECT ?prefix ?start WHERE { ig:ontology sh:declare ?d . ?d sh:prefix ?prefix ; sh:namespace ?start } ORDER BY ?prefix
"""
